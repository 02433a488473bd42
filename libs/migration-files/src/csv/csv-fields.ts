import type { FieldSource } from '../fields/field-source';

/** The fields of one row under the names of the layout; one object serves all rows of a file. */
export class CsvFields implements FieldSource {
  private readonly positions: ReadonlyMap<string, number>;
  private row: readonly string[] = [];

  /** @param names of all fields of the row, the record type included */
  constructor(readonly names: readonly string[]) {
    this.positions = new Map(names.map((name, position) => [name, position]));
  }

  use(row: readonly string[]): this {
    this.row = row;
    return this;
  }

  text(field: string): string | null {
    return this.row[this.positions.get(field) ?? -1] || null;
  }
}
