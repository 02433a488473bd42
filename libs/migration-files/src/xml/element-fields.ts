import type { FieldSource } from '../fields/field-source';

const NONE: readonly ElementFields[] = [];

/**
 * The values within one element. Texts are kept by the position of their rule: one such object is made for every meter and
 * device of a file, and a key per value would cost as much as the parsing.
 */
export class ElementFields implements FieldSource {
  private readonly texts: string[] = [];
  private groups: { readonly name: string; readonly fields: ElementFields }[] | null = null;

  /** @param names of the child elements, in the order of the layout */
  constructor(private readonly names: readonly string[]) {}

  text(field: string): string | null {
    return this.texts[this.names.indexOf(field)] || null;
  }

  group(name: string): ElementFields | null {
    return this.groups?.find((group) => group.name === name)?.fields ?? null;
  }

  /** All groups of that name, in the order of the file. */
  allGroups(name: string): readonly ElementFields[] {
    return this.groups?.filter((group) => group.name === name).map((group) => group.fields) ?? NONE;
  }

  /** @param at position of the child element in the layout */
  setText(at: number, text: string): void {
    while (this.texts.length < at) this.texts.push('');
    this.texts.push(text);
  }

  addGroup(name: string, fields: ElementFields): void {
    (this.groups ??= []).push({ name, fields });
  }
}
