import { read } from '../../test/reading';
import { csv, MA, type SampleFile } from '../../test/sample-files';

async function rejectionOf({ name, content }: SampleFile): Promise<string | null> {
  return (await read(name, content)).rejection;
}

describe('a CSV file', () => {
  it.each([
    ['is empty', '', 'HEADER'],
    ['has no header', csv('10,1,,,3938424403,,20200302,,,'), 'HEADER'],
    ['begins with an empty line', `\n${MA.content}`, 'HEADER'],
    ['has the header of another kind', MA.content.replace('00,MA,', '00,MACR,'), 'HEADER'],
    ['has a header with a field too few', MA.content.replace(',2\n', '\n'), 'HEADER'],
    ['has a header with a field too many', MA.content.replace(',2\n', ',2,\n'), 'HEADER'],
    ['has its header twice', MA.content.replace(/^(.*\n)/, '$1$1'), 'HEADER'],
    ['has its header behind a record', MA.content.replace(/^(.*\n)(.*\n)/, '$2$1'), 'HEADER'],
    ['has an unknown record type', MA.content.replace('\n10,2', '\n11,2'), 'SCHEMA'],
    [
      'has a record with a field too few',
      MA.content.replace(',1,5A00000001,A\n', ',1,5A00000001\n'),
      'SCHEMA',
    ],
    [
      'has a record with a field too many',
      MA.content.replace(',5A00000001,A\n', ',5A00000001,A,\n'),
      'SCHEMA',
    ],
    ['has an empty line', MA.content.replace('\n10,2', '\n\n10,2'), 'SCHEMA'],
    ['ends in an empty line', `${MA.content}\n`, 'SCHEMA'],
    ['has a trailer', `${MA.content}99,2\n`, 'SCHEMA'],
    ['has a blank before the record type', MA.content.replace('\n10,2', '\n 10,2'), 'SCHEMA'],
    ['has a quote within a field', MA.content.replace('5A00000001', '5A"00001'), 'MALFORMED'],
    ['ends its lines in CR', MA.content.replaceAll('\n', '\r'), 'MALFORMED'],
    ['holds NUL', MA.content.replace('5A00000001', '5A\u0000'), 'MALFORMED'],
    ['announces a record too many', MA.content.replace(',2\n', ',3\n'), 'COUNT_MISMATCH'],
    ['announces a record too few', MA.content.replace(',2\n', ',1\n'), 'COUNT_MISMATCH'],
  ])('that %s is rejected', async (_, content, code) => {
    expect(content).not.toBe(MA.content);
    expect(await rejectionOf({ ...MA, content })).toBe(code);
  });

  it('counts set-aside records as announced', async () => {
    const { rejection, setAside } = await read(MA.name, MA.content.replace('\n10,2', '\n10,0'));
    expect({ rejection, setAside }).toEqual({ rejection: null, setAside: ['2 RecordNumber FIELD'] });
  });

  it('may quote every field', async () => {
    const quoted = csv(
      ...MA.content
        .trimEnd()
        .split('\n')
        .map((row) => `"${row.replaceAll(',', '","')}"`),
    );
    expect(quoted).toContain('"00","MA"');
    expect(await read(MA.name, quoted)).toEqual(await read(MA.name, MA.content));
  });

  it('says in which line and record it is wrong', async () => {
    const { error } = await read(MA.name, MA.content.replace('\n10,2', '\n11,2'));
    expect([error?.line, error?.column, error?.record]).toEqual([3, 1, 2]);
  });
});
