import fc from 'fast-check';
import { folderName, isFolderNameAllowed } from './folder-name';

const derived = (partyName: string): string =>
  folderName({ partySignifier: 'PXX999', partyName, sharePointFolder: null });

describe('folder names', () => {
  it('are those of the master data, if it states one', () => {
    expect(folderName({ partySignifier: 'PXX999', partyName: 'Party', sharePointFolder: 'Shared' })).toBe(
      'Shared',
    );
  });

  it.each([
    ['Edge, Power & Gas', 'PXX999 Edge, Power & Gas'],
    ['Tie/One: "A|B" Ltd.', 'PXX999 Tie-One- -A-B- Ltd-'],
    ['Dots.inside and ...', 'PXX999 Dots.inside and----'],
    ['a\tb\u0000c\u007f', 'PXX999 a-b-c-'],
    ['<*?\\>', 'PXX999 -----'],
    ['Énergie #1 %', 'PXX999 Énergie #1 %'],
  ])('derive from "%s"', (partyName, expected) => {
    expect(derived(partyName)).toBe(expected);
  });

  it('keep their length and hold nothing that SharePoint forbids', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from(' ."*:<>?/\\|\t\u0085aÉ😀')), maxLength: 12 }),
        (partyName) => {
          const name = derived(partyName);
          expect(Array.from(name)).toHaveLength(Array.from(`PXX999 ${partyName}`).length);
          expect(isFolderNameAllowed(name)).toBe(true);
        },
      ),
    );
  });

  it.each(['', ' a', 'a ', '.a', 'a.', 'a/b', 'a|b', 'a\u0001b'])('may not be stated as "%s"', (name) => {
    expect(isFolderNameAllowed(name)).toBe(false);
  });
});
