import type { FieldSource } from '../fields/field-source';

const NONE: readonly ElementFields[] = [];

/** The values within one element: texts by element name, and the groups of further elements. */
export class ElementFields implements FieldSource {
  private readonly texts: Record<string, string> = {};
  private groups: Record<string, ElementFields[]> | null = null;

  text(field: string): string | null {
    return this.texts[field] || null;
  }

  group(name: string): ElementFields | null {
    return this.groups?.[name]?.[0] ?? null;
  }

  /** All groups of that name, in the order of the file. */
  allGroups(name: string): readonly ElementFields[] {
    return this.groups?.[name] ?? NONE;
  }

  setText(name: string, text: string): void {
    this.texts[name] = text;
  }

  addGroup(name: string, group: ElementFields): void {
    this.groups ??= {};
    const known = this.groups[name];
    if (known === undefined) this.groups[name] = [group];
    else known.push(group);
  }
}
