import { FileRejected } from './faults';

/** RFC 4180 with LF or CRLF; anything else is `MALFORMED` (fine print 31). */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      const [field, end] = text[at] === '"' ? quotedField(text, at) : bareField(text, at);
      row.push(field);
      at = end;
      if (text[at] !== ',') break;
      at++;
    }
    rows.push(row);
    if (at === text.length) break;
    if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n') at += 1;
    else throw new FileRejected('MALFORMED');
  }
  return rows;
}

function quotedField(text: string, start: number): [string, number] {
  let field = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') field += text[at];
    else if (text[at + 1] === '"') field += text[at++];
    else return [field, at + 1];
  }
  throw new FileRejected('MALFORMED');
}

function bareField(text: string, start: number): [string, number] {
  let at = start;
  while (at < text.length && !',\r\n'.includes(text[at]!)) {
    if (text[at] === '"') throw new FileRejected('MALFORMED');
    at++;
  }
  return [text.slice(start, at), at];
}
