import { compareText } from '../orders';
import { Random } from './random';

export type XmlNode = [name: string, content: string | XmlNode[]];

const FOLDERS = ['', '', '', '', '', 'late/', 'Übergabe 2/a b/', '.folder with a dot/', 'x/'];

/** The files of one test, written in every style that the layout allows. */
export class Pile {
  readonly files = new Map<string, Buffer>();

  constructor(readonly random: Random) {}

  /** Some folder; another one if the name is taken there. */
  add(name: string, bytes: Buffer): string {
    const free = this.random.shuffled(FOLDERS).find((folder) => !this.files.has(folder + name));
    const path = `${free ?? `folder ${this.files.size}/`}${name}`;
    this.files.set(path, bytes);
    return path;
  }

  sortedPaths(): string[] {
    return [...this.files.keys()].sort(compareText);
  }

  /** An id as senders may write it: lower case, or without hyphens. */
  id(id: string): string {
    const spelt = this.random.chance(0.15) ? id.toLowerCase() : id;
    return this.random.chance(0.15) ? spelt.replaceAll('-', '') : spelt;
  }

  smso(smso: string): string {
    return this.random.chance(0.2) ? smso.toLowerCase() : smso;
  }

  counter(counter: number): string {
    return this.random.chance(0.5) ? String(counter) : String(counter).padStart(6, '0');
  }

  csv(rows: string[][]): Buffer {
    const { random } = this;
    const quoteAll = random.chance(0.2);
    const end = random.pick(['\n', '\r\n']);
    const field = (text: string): string =>
      quoteAll || /[",\r\n]/.test(text) || random.chance(0.02) ? `"${text.replaceAll('"', '""')}"` : text;
    const text = rows.map((row) => row.map(field).join(',')).join(end) + (random.chance(0.2) ? '' : end);
    return this.encoded(text);
  }

  xml(root: string, header: [string, string][], installations: XmlNode[][]): Buffer {
    const { random } = this;
    const pretty = random.chance(0.6);
    const prefix = random.chance(0.15) ? 'm:' : '';
    const end = random.pick(['\n', '\r\n']);
    const indent = (depth: number): string => (pretty ? end + '  '.repeat(depth) : '');
    const write = ([name, content]: XmlNode, depth: number): string => {
      if (typeof content === 'string') return `<${prefix}${name}>${this.xmlText(content)}</${prefix}${name}>`;
      const inside = content.map((node) => indent(depth + 1) + write(node, depth + 1)).join('');
      const comment = random.chance(0.05) ? '<!-- a comment & <DOCTYPE> -->' : '';
      return `<${prefix}${name}>${comment}${inside}${indent(depth)}</${prefix}${name}>`;
    };
    const nodes = [
      ['Header', header] as XmlNode,
      ...installations.map((one): XmlNode => ['Installation', one]),
    ];
    const body = write([root, nodes], 0);
    const namespace = prefix ? 'xmlns:m' : 'xmlns';
    const declared = body.replace(root, `${root} ${namespace}="urn:mrr:migration-files:1"`);
    const declaration = random.chance(0.8) ? '<?xml version="1.0" encoding="UTF-8"?>' + indent(0) : '';
    return this.encoded(declaration + declared + (pretty ? end : ''));
  }

  private xmlText(text: string): string {
    const { random } = this;
    const plain = text && !/[\r\t\n]/.test(text) && !text.includes(']]>');
    if (plain && random.chance(0.03)) return `<![CDATA[${text}]]>`;
    if (text === '' || !random.chance(0.03)) return this.escaped(text);
    const [first, ...rest] = Array.from(text);
    return `&#x${first!.codePointAt(0)!.toString(16)};${this.escaped(rest.join(''))}`;
  }

  private escaped(text: string): string {
    return text.replace(/[&<>"'\r\n\t]/g, (one) => {
      if (one === '"' || one === "'")
        return this.random.chance(0.5) ? one : one === '"' ? '&quot;' : '&apos;';
      const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
      return names[one] ?? `&#${one.charCodeAt(0)};`;
    });
  }

  private encoded(text: string): Buffer {
    return Buffer.from((this.random.chance(0.1) ? '\uFEFF' : '') + text, 'utf8');
  }
}
