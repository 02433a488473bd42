import type { InputFile } from './in-process-pipeline';

export type Element = readonly [name: string, value: string];

export function xmlFile(
  path: string,
  root: string,
  header: readonly Element[],
  installations: readonly string[],
): InputFile {
  const records = installations.map((content) => `<Installation>${content}</Installation>`).join('');
  const text = `<${root} xmlns="urn:mrr:migration-files:1"><Header>${elements(header)}</Header>${records}</${root}>`;
  return { path, bytes: Buffer.from(text) };
}

export function elements(values: readonly Element[]): string {
  return values.map(([name, value]) => `<${name}>${value}</${name}>`).join('');
}

export function csvFile(
  path: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): InputFile {
  const records = [['00', ...header], ...rows.map((row) => ['10', ...row])];
  return { path, bytes: Buffer.from(records.map((record) => `${record.join(',')}\n`).join('')) };
}

export function basic(instant: Date): string {
  return instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

export function day(date: Date): string {
  return basic(date).slice(0, 8);
}

export function padded(counter: number): string {
  return String(counter).padStart(6, '0');
}
