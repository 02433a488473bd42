import { read } from '../../test/reading';
import {
  changed,
  CHF,
  COF,
  cof,
  COF_NAME,
  COMMISSIONING_PARTY,
  elements,
  MCVF,
  mcvf,
  MCVF_NAME,
  MGEF,
  MGF,
  mgf,
  MGF_NAME,
  MPAN,
  MPRN,
  OTHER_CHF,
  REQUESTING_PARTY,
  S1SP,
  S1SPCF,
  s1spcf,
  S1SPCF_NAME,
  SUPPLIER,
} from '../../test/sample-files';

const REFERENCE = { smsoId: 'CGI', requestingPartyId: REQUESTING_PARTY, mcfCounter: 12 };

type Values = Readonly<Record<string, string>>;

describe('common validation files', () => {
  const readOne = async (values: Values) => read(MCVF_NAME, mcvf(elements({ CHFID: CHF, ...values })));

  it('are read', async () => {
    const { header, records } = await read(MCVF.name, MCVF.content);
    expect(header).toMatchObject({
      ...REFERENCE,
      businessKey: `MCVF_${S1SP}_000019`,
      originator: S1SP,
      counter: 19,
    });
    expect(records).toEqual([{ kind: 'MCVF', chfId: CHF, result: 'INVALID', reasonCode: 'V01' }]);
  });

  it.each([
    ['S1SPID', S1SP, COMMISSIONING_PARTY],
    ['S1SPCounter', '>19<', '>20<'],
    ['SMSOID', '>CGI<', '>CG<'],
    ['MCFCounter', '>12<', '>0<'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(MCVF, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each<[Values, string]>([
    [{ CHFID: 'x', Result: 'VALID' }, 'CHFID FIELD'],
    [{ Result: '' }, 'Result FIELD'],
    [{ Result: 'SUCCESS' }, 'Result FIELD'],
    [{ Result: 'INVALID', ReasonCode: 'abc' }, 'ReasonCode FIELD'],
    [{ Result: 'INVALID', ReasonCode: 'ABCDEF' }, 'ReasonCode FIELD'],
  ])('set %j aside', async (values, problem) => {
    expect((await readOne(values)).setAside).toEqual([`1 ${problem}`]);
  });

  it('take an empty reason code for none', async () => {
    expect((await readOne({ Result: 'VALID', ReasonCode: '' })).records).toMatchObject([
      { reasonCode: null },
    ]);
  });

  it('of one CHF twice: the first stays', async () => {
    const twice = [elements({ CHFID: CHF, Result: 'VALID' }), elements({ CHFID: CHF, Result: 'INVALID' })];
    const { setAside, records } = await read(MCVF_NAME, mcvf(...twice));
    expect(setAside).toEqual(['2 CHFID DUPLICATE_RECORD']);
    expect(records).toMatchObject([{ result: 'VALID' }]);
  });
});

describe('group files', () => {
  it.each([MGF, MGEF])('$name is read, but for its secrets', async ({ name, content }) => {
    const { header, records } = await read(name, content);
    const kind = name.split('_')[0];
    expect(header).toEqual({
      kind,
      ...REFERENCE,
      createdAt: '2020-03-02T04:10:00Z',
      recordCount: records.length,
      groupId: 'CA',
      businessKey: name.replace('.xml', ''),
      originator: REQUESTING_PARTY,
      counter: 8,
    });
    expect(records[0]).toEqual({ kind, chfId: CHF });
    expect(JSON.stringify(records)).not.toMatch(/apn|c2Vj/);
  });

  it.each([
    ['SMSOID', '>CGI<', '>DXC<'],
    ['RequestingPartyID', REQUESTING_PARTY, SUPPLIER],
    ['MCFCounter', '>12<', '>11<'],
    ['GroupID', '>CA<', '>CB<'],
    ['GroupFileCounter', '>8<', '>9<'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(MGF, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it('set a bad and a repeated CHF ID aside', async () => {
    const ids = [CHF, 'x', CHF.toLowerCase(), OTHER_CHF];
    const { setAside, records } = await read(MGF_NAME, mgf(...ids.map((id) => elements({ CHFID: id }))));
    expect(setAside).toEqual(['2 CHFID FIELD', '3 CHFID DUPLICATE_RECORD']);
    expect(records).toHaveLength(2);
  });

  it('are rejected for elements within their secrets, without telling them', async () => {
    const { name, content } = changed(MGEF, 'c2VjcmV0IGtleXM=', 'c2Vj<key/>cmV0');
    const { error } = await read(name, content);
    expect(error?.code).toBe('SCHEMA');
    expect(`${error?.message} ${error?.value}`).not.toMatch(/c2Vj|cmV0/);
  });

  it('are rejected without their encrypted content', async () => {
    const { name, content } = changed(MGEF, /<EncryptedContent>.*<\/EncryptedContent>/, '');
    expect((await read(name, content)).rejection).toBe('SCHEMA');
  });
});

describe('S1SP commissioning files', () => {
  const readOne = async (values: Values) => read(S1SPCF_NAME, s1spcf(elements({ CHFID: CHF, ...values })));

  it('are read', async () => {
    const { header, records } = await read(S1SPCF.name, S1SPCF.content);
    expect(header).toMatchObject({
      ...REFERENCE,
      groupId: 'CA',
      businessKey: `S1SPCF_${S1SP}_000040`,
      originator: S1SP,
      counter: 40,
    });
    expect(records).toEqual([
      { kind: 'S1SPCF', chfId: CHF, result: 'FAILURE', reasonCode: 'S1', rollback: 'COMPLETED' },
    ]);
  });

  it.each([
    ['S1SPID', S1SP, COMMISSIONING_PARTY],
    ['S1SPCounter', '>40<', '>41<'],
    ['GroupID', '>CA<', '>C1<'],
    ['GroupID', '>CA<', '><'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(S1SPCF, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each<[Values, string]>([
    [{ Result: 'VALID' }, 'Result FIELD'],
    [{ Result: 'FAILURE', ReasonCode: 'a' }, 'ReasonCode FIELD'],
    [{ Result: 'FAILURE', Rollback: 'DONE' }, 'Rollback FIELD'],
  ])('set %j aside', async (values, problem) => {
    expect((await readOne(values)).setAside).toEqual([`1 ${problem}`]);
  });
});

describe('commissioning outcome files', () => {
  const readOne = async (values: Values, ...systems: Values[]) => {
    const parts = systems.map((system) => `<SmartMeteringSystem>${elements(system)}</SmartMeteringSystem>`);
    return read(COF_NAME, cof(elements({ CHFID: CHF, ...values }) + parts.join('')));
  };
  const good = { MPxN: MPAN, Result: 'SUCCESS' };
  const bad = { MPxN: MPRN, Result: 'FAILURE', ReasonCode: 'C1' };

  it('are read', async () => {
    const { header } = await read(COF.name, COF.content);
    expect(header).toMatchObject({
      ...REFERENCE,
      groupId: 'CA',
      businessKey: `COF_${COMMISSIONING_PARTY}_000020`,
      originator: COMMISSIONING_PARTY,
      counter: 20,
    });
    expect((await readOne({ Result: 'SUCCESS', ReasonCode: 'OK' }, bad)).records).toEqual([
      {
        kind: 'COF',
        chfId: CHF,
        result: 'SUCCESS',
        reasonCode: 'OK',
        smartMeteringSystems: [{ mpxn: MPRN, result: 'FAILURE', reasonCode: 'C1' }],
      },
    ]);
  });

  it.each<[string, Values, Values[], string]>([
    ['every system succeeded', {}, [good, good], 'SUCCESS'],
    ['one system failed', {}, [good, bad], 'FAILURE'],
    ['all systems failed', {}, [bad], 'FAILURE'],
    ['the result is empty and a system succeeded', { Result: '' }, [good], 'SUCCESS'],
    ['the result is stated and the systems contradict', { Result: 'FAILURE' }, [good], 'FAILURE'],
  ])('if %s', async (_, values, systems, result) => {
    expect((await readOne(values, ...systems)).records).toMatchObject([{ result }]);
  });

  it.each([
    ['CommissioningPartyID', COMMISSIONING_PARTY, S1SP],
    ['CommissioningPartyCounter', '>20<', '>21<'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(COF, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each<[Values, Values[], string]>([
    [{}, [], 'Result FIELD'],
    [{ Result: '' }, [], 'Result FIELD'],
    [{ Result: 'DONE' }, [], 'Result FIELD'],
    [{}, [{ MPxN: MPAN, Result: 'VALID' }], 'Result FIELD'],
    [{}, [{ MPxN: '', Result: 'SUCCESS' }], 'MPxN FIELD'],
    [{}, [{ MPxN: '12345678901234', Result: 'SUCCESS' }], 'MPxN FIELD'],
    [{ Result: 'SUCCESS', ReasonCode: 'a' }, [], 'ReasonCode FIELD'],
  ])('set %j with %j aside', async (values, systems, problem) => {
    expect((await readOne(values, ...systems)).setAside).toEqual([`1 ${problem}`]);
  });

  it('warn of an MPxN that fits the checks of neither number', async () => {
    const { warnings } = await readOne(
      {},
      { MPxN: '1012345678904', Result: 'SUCCESS' },
      { MPxN: '0003938424403', Result: 'SUCCESS' },
      good,
    );
    expect(warnings).toEqual(['1 MPxN MPAN_CHECK_DIGIT']);
  });
});
