import { Instant, isoText } from '../instants';
import { Device } from '../records';
import { Pile, XmlNode } from './pile';
import { Random } from './random';
import { serviceId } from './world';

export interface McfReference {
  smso: string;
  requestingParty: string;
  counter: number;
}

export interface PlannedMeter {
  mpxn: string;
  supplier: string;
  active: boolean;
  ma: { file: string; record: number } | null;
}

export interface Installation {
  chf: string;
  tbc: boolean;
  electricity: PlannedMeter | null;
  gas: PlannedMeter | null;
  devices: Device[];
}

export type Result = 'SUCCESS' | 'FAILURE';
export interface CofRecord {
  chf: string;
  result?: Result | undefined;
  systems?: Result[];
}

interface OutcomeOptions {
  party?: string;
  counter?: number;
  groupId?: string;
}

/** Writes the XML files; counters of one originator grow, now and then with a gap. */
export class MigrationFiles {
  private readonly counters = new Map<string, number>();

  constructor(readonly pile: Pile) {}

  private next(originator: string): number {
    const counter = (this.counters.get(originator) ?? 0) + (this.pile.random.chance(0.1) ? 3 : 1);
    this.counters.set(originator, counter);
    return counter;
  }

  /** A counter that nobody has, in no order (fine print 11). */
  unusedCounter(): number {
    for (;;) {
      const counter = this.pile.random.integer(500_000, 899_999);
      if (this.counters.has(`spare ${counter}`)) continue;
      this.counters.set(`spare ${counter}`, counter);
      return counter;
    }
  }

  newReference(smso: string, requestingParty: string): McfReference {
    return { smso, requestingParty, counter: this.next(`MCF ${smso} ${requestingParty}`) };
  }

  private referenceHeader(reference: McfReference): [string, string][] {
    return [
      ['SMSOID', this.pile.smso(reference.smso)],
      ['RequestingPartyID', this.pile.id(reference.requestingParty)],
      ['MCFCounter', this.pile.counter(reference.counter)],
    ];
  }

  private footer(created: Instant, count: number): [string, string][] {
    return [
      ['CreationDateTime', isoText(created)],
      ['RecordCount', String(count)],
    ];
  }

  private referenceName({ smso, requestingParty, counter }: McfReference): string {
    return `${this.pile.smso(smso)}_${this.pile.id(requestingParty)}_${six(counter)}`;
  }

  mcf(reference: McfReference, created: Instant, installations: XmlNode[][]): string {
    const header = [...this.referenceHeader(reference), ...this.footer(created, installations.length)];
    const bytes = this.pile.xml('MigrationCommonFile', header, installations);
    return this.pile.add(`MCF_${this.referenceName(reference)}.xml`, bytes);
  }

  mcvf(
    reference: McfReference,
    created: Instant,
    results: [chf: string, result: 'VALID' | 'INVALID'][],
  ): void {
    const { pile } = this;
    const party = serviceId('C', pile.random.integer(1, 2));
    const counter = this.next(`MCVF ${party}`);
    const header: [string, string][] = [
      ['S1SPID', pile.id(party)],
      ['S1SPCounter', pile.counter(counter)],
      ...this.referenceHeader(reference),
      ...this.footer(created, results.length),
    ];
    const records = results.map(([chf, result]): XmlNode[] => [
      ['CHFID', pile.id(chf)],
      ['Result', result],
      ...this.optional('ReasonCode', ['V01', '']),
    ]);
    const bytes = pile.xml('MigrationCommonValidationFile', header, records);
    pile.add(`MCVF_${pile.id(party)}_${six(counter)}.xml`, bytes);
  }

  group(
    kind: 'MGF' | 'MGEF',
    reference: McfReference,
    groupId: string,
    created: Instant,
    chfs: string[],
  ): void {
    const { pile } = this;
    const counter = this.next(`${kind} ${reference.smso} ${reference.requestingParty}`);
    const header: [string, string][] = [
      ...this.referenceHeader(reference),
      ['GroupID', groupId],
      ['GroupFileCounter', pile.counter(counter)],
      ...this.footer(created, chfs.length),
    ];
    const content = (chf: string): XmlNode[] => {
      const id: XmlNode = ['CHFID', pile.id(chf)];
      return kind === 'MGF'
        ? [id, ...this.optional('WANDetails', ['apn.example <secret>', ''])]
        : [id, ['EncryptedContent', 'c2VjcmV0IGtleXM=']];
    };
    const root = kind === 'MGF' ? 'MigrationGroupFile' : 'MigrationGroupEncryptedFile';
    const bytes = pile.xml(root, header, chfs.map(content));
    pile.add(`${kind}_${this.referenceName(reference)}_${groupId}_${six(counter)}.xml`, bytes);
  }

  s1spcf(
    reference: McfReference,
    created: Instant,
    results: [chf: string, result: Result][],
    options: OutcomeOptions = {},
  ): string {
    const { pile } = this;
    const party = options.party ?? serviceId('C', pile.random.integer(1, 2));
    const counter = options.counter ?? this.next(`S1SPCF ${party}`);
    const records = results.map(([chf, result]): XmlNode[] => [
      ['CHFID', pile.id(chf)],
      ['Result', result],
      ...this.optional('ReasonCode', ['F01', '']),
      ...this.optional('Rollback', ['COMPLETED', 'NOT_POSSIBLE', 'NOT_REQUIRED', '']),
    ]);
    if (pile.random.chance(0.08)) records.push(badOutcome(pile.random, results[0]![0]));
    const header = this.outcomeHeader(
      ['S1SPID', 'S1SPCounter'],
      party,
      counter,
      reference,
      options,
      created,
      records,
    );
    const bytes = pile.xml('S1SPCommissioningFile', header, records);
    return pile.add(`S1SPCF_${pile.id(party)}_${six(counter)}.xml`, bytes);
  }

  cof(reference: McfReference, created: Instant, results: CofRecord[], options: OutcomeOptions = {}): string {
    const { pile } = this;
    const party = options.party ?? serviceId('E', pile.random.integer(1, 2));
    const counter = options.counter ?? this.next(`COF ${party}`);
    const names = ['CommissioningPartyID', 'CommissioningPartyCounter'];
    const records = results.map(({ chf, result, systems = [] }): XmlNode[] => [
      ['CHFID', pile.id(chf)],
      ...(result ? [['Result', result] as XmlNode] : this.optional('Result', [''])),
      ...this.optional('ReasonCode', ['C09', '']),
      ...systems.map((system, at): XmlNode => ['SmartMeteringSystem', this.system(system, at)]),
    ]);
    if (pile.random.chance(0.08)) records.push(badOutcome(pile.random, results[0]!.chf));
    const header = this.outcomeHeader(names, party, counter, reference, options, created, records);
    const bytes = pile.xml('CommissioningOutcomeFile', header, records);
    return pile.add(`COF_${pile.id(party)}_${six(counter)}.xml`, bytes);
  }

  private system(result: Result, at: number): XmlNode[] {
    return [
      ['MPxN', at === 0 ? '1012345678903' : '3938424403'],
      ['Result', result],
      ...this.optional('ReasonCode', ['']),
    ];
  }

  private outcomeHeader(
    names: string[],
    party: string,
    counter: number,
    reference: McfReference,
    options: OutcomeOptions,
    created: Instant,
    records: XmlNode[][],
  ): [string, string][] {
    return [
      [names[0]!, this.pile.id(party)],
      [names[1]!, this.pile.counter(counter)],
      ...this.referenceHeader(reference),
      ['GroupID', options.groupId ?? 'AA'],
      ...this.footer(created, records.length),
    ];
  }

  /** An optional element is there with one of the values, or not at all. */
  private optional(name: string, values: string[]): XmlNode[] {
    return this.pile.random.chance(0.4) ? [[name, this.pile.random.pick(values)]] : [];
  }

  installation(one: Installation): XmlNode[] {
    const { pile } = this;
    const boolean = (value: boolean): string => pile.random.pick(value ? ['true', '1'] : ['false', '0']);
    const meter = (name: string, mpxn: string, planned: PlannedMeter | null): XmlNode[] => {
      if (!planned) return [];
      const content: XmlNode[] = [
        [mpxn, planned.mpxn],
        ['ResponsibleSupplierID', pile.id(planned.supplier)],
        ['Active', boolean(planned.active)],
      ];
      if (planned.ma)
        content.push(['MAFileName', planned.ma.file], ['MARecordNumber', String(planned.ma.record)]);
      return [[name, content]];
    };
    return [
      ['CHFID', pile.id(one.chf)],
      ['ToBeCommissionedByDCC', boolean(one.tbc)],
      ...meter('Electricity', 'ImportMPAN', one.electricity),
      ...meter('Gas', 'MPRN', one.gas),
      ...one.devices.map((device): XmlNode => ['Device', this.device(device)]),
    ];
  }

  private device({ id, type, manufacturer, model, firmware }: Device): XmlNode[] {
    const fields: XmlNode[] = [
      ['DeviceID', this.pile.id(id)],
      ['DeviceType', type],
      ['Manufacturer', manufacturer!],
      ['Model', model!],
    ];
    if (firmware !== null) fields.push(['FirmwareVersion', firmware]);
    return fields;
  }
}

export function six(counter: number): string {
  return String(counter).padStart(6, '0');
}

/** Each with one fault. */
function badOutcome(random: Random, chf: string): XmlNode[] {
  const other = chf.replace(/A0$/, 'A9');
  return random.pick<XmlNode[]>([
    [
      ['CHFID', chf],
      ['Result', 'FAILURE'],
    ],
    [
      ['CHFID', other],
      ['Result', 'success'],
    ],
    [
      ['CHFID', other.slice(1)],
      ['Result', 'SUCCESS'],
    ],
    [
      ['CHFID', ''],
      ['Result', 'SUCCESS'],
    ],
    [
      ['CHFID', other],
      ['Result', ''],
    ],
    [
      ['CHFID', other],
      ['Result', 'SUCCESS'],
      ['ReasonCode', 'f-1'],
    ],
  ]);
}
