const NAMESPACE = 'urn:mrr:migration-files:1';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** An element with text, or nothing at all for a value that is absent. */
export function element(name: string, value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  return `<${name}>${String(value).replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)}</${name}>`;
}

export function parent(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** A whole migration file: root with the namespace, the header, and one line per installation. */
export function migrationFileXml(
  root: string,
  header: readonly string[],
  installations: readonly string[],
): Buffer {
  return Buffer.from(`${xmlOpening(root, header)}${installations.join('')}${xmlClosing(root)}`, 'utf8');
}

export function xmlOpening(root: string, header: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n  ${parent('Header', ...header)}\n`;
}

export function xmlInstallation(...children: readonly string[]): string {
  return `  ${parent('Installation', ...children)}\n`;
}

export function xmlClosing(root: string): string {
  return `</${root}>\n`;
}
