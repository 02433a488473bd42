import { SaxesParser } from 'saxes';
import { FileRejected } from './faults';

export interface Element {
  name: string;
  children: Element[];
  text: string;
}

/** What may stand inside an element, in order. Without `children` it holds text only. */
export interface Shape {
  name: string;
  occurs: 'one' | 'optional' | 'many' | 'any';
  children?: Shape[];
}

const NAMESPACE = 'urn:mrr:migration-files:1';

/** A small tree; DOCTYPE, foreign namespaces and attributes are refused. */
export function parseXml(text: string): Element {
  const top: Element = { name: '', children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => {
    throw new FileRejected('MALFORMED');
  });
  parser.on('doctype', () => {
    throw new FileRejected('DOCTYPE');
  });
  parser.on('opentag', (tag) => {
    if (tag.uri !== NAMESPACE) throw new FileRejected('SCHEMA');
    const element = { name: tag.local, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const addText = (value: string): void => void (open.at(-1)!.text += value);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  return top.children[0]!;
}

/** Element names and their order are structure: `SCHEMA` (fine print 31). */
export function checkShape(element: Element, shape: Shape): void {
  if (element.name !== shape.name) throw new FileRejected('SCHEMA');
  if (!shape.children) {
    if (element.children.length > 0) throw new FileRejected('SCHEMA');
    return;
  }
  if (element.text.trim() !== '') throw new FileRejected('SCHEMA');
  let at = 0;
  for (const part of shape.children) {
    const start = at;
    const most = part.occurs === 'one' || part.occurs === 'optional' ? 1 : Infinity;
    while (at < element.children.length && element.children[at]!.name === part.name && at - start < most) {
      checkShape(element.children[at]!, part);
      at++;
    }
    if (at === start && (part.occurs === 'one' || part.occurs === 'many')) throw new FileRejected('SCHEMA');
  }
  if (at < element.children.length) throw new FileRejected('SCHEMA');
}

export function shape(name: string, children: (string | Shape)[], occurs: Shape['occurs'] = 'one'): Shape {
  return {
    name,
    occurs,
    children: children.map((child) => (typeof child === 'string' ? leaf(child) : child)),
  };
}

/** `Name` or `Name?` */
function leaf(text: string): Shape {
  return text.endsWith('?') ? { name: text.slice(0, -1), occurs: 'optional' } : { name: text, occurs: 'one' };
}

export function child(element: Element, name: string): Element | null {
  return element.children.find((candidate) => candidate.name === name) ?? null;
}

export function childrenNamed(element: Element, name: string): Element[] {
  return element.children.filter((candidate) => candidate.name === name);
}
