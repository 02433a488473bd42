import fc from 'fast-check';
import { LineSplitter } from './line-splitter';

function split(pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.write(piece);
  splitter.end();
  return lines;
}

test('where the pieces of a stream end makes no difference to its lines', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
  fc.assert(
    fc.property(fc.array(piece), (pieces) => expect(split(pieces)).toEqual(split([pieces.join('')]))),
  );
});

test('empty lines are lines, a missing last line end is not', () => {
  expect(split(['a\n\nb\n'])).toEqual(['a', '', 'b']);
  expect(split(['a\nb'])).toEqual(['a', 'b']);
  expect(split([''])).toEqual([]);
});
