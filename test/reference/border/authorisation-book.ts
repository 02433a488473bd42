import { DAY, Instant, dayText, instantText, startOfWeek } from '../instants';
import { McfReference } from './migration-files';
import { Pile } from './pile';
import { someInstant } from './border-instants';
import { DCC, SMSOS } from './world';

export interface DraftRecord {
  record: number;
  supplier: string;
  mpan: string;
  mprn: string;
  priority: string;
  /** the MCF record that uses it, if any */
  used: { reference: McfReference; chf: string; start: Instant } | null;
}

export interface DraftFile {
  file: string;
  smso: string;
  submitter: string;
  submittedBy: 'SUPPLIER' | 'DCC';
  created: Instant;
  records: DraftRecord[];
  /** how many more records it takes */
  room: number;
}

/** Collects MA records into MA files; their names are known at once, since MCFs name them. */
export class AuthorisationBook {
  readonly files: DraftFile[] = [];
  private readonly names = new Set<string>();

  constructor(
    private readonly pile: Pile,
    private readonly firstActive: Instant,
  ) {}

  /** A record of a file that this submitter sent some days before `near`. */
  add(
    submitter: string,
    supplier: string,
    mpan: string,
    mprn: string,
    near: Instant,
  ): { file: DraftFile; record: DraftRecord } {
    const { random } = this.pile;
    const open = this.files.find(
      (file) => file.submitter === submitter && file.room > 0 && random.chance(0.5),
    );
    const file = open ?? this.open(submitter, someInstant(random, near - 9 * DAY, near));
    const last = file.records.at(-1)?.record ?? 0;
    const record: DraftRecord = {
      record: last + (random.chance(0.15) ? random.integer(2, 12) : 1),
      supplier,
      mpan,
      mprn,
      priority: random.pick(['1', '0', '0', '']),
      used: null,
    };
    file.records.push(record);
    file.room--;
    return { file, record };
  }

  open(submitter: string, created: Instant, room?: number): DraftFile {
    const { random } = this.pile;
    const smso = random.pick(SMSOS);
    for (let time = created; ; time++) {
      const tail = `${instantText(time).replace('T', '_')}`;
      const file = `MA_${this.pile.smso(smso)}_${this.pile.id(submitter)}_${tail}`;
      const key = `${smso} ${submitter} ${time}`;
      if (this.names.has(key)) continue;
      this.names.add(key);
      const submittedBy = submitter === DCC || random.chance(0.04) ? 'DCC' : 'SUPPLIER';
      const draft = {
        file,
        smso,
        submitter,
        submittedBy,
        created: time,
        records: [],
        room: room ?? random.integer(1, 4),
      } as const;
      const open: DraftFile = { ...draft, records: [] };
      this.files.push(open);
      return open;
    }
  }

  /** Writes the MA files. Bad records are drawn in between by `bad`. */
  write(bad: (file: DraftFile) => string[][]): void {
    for (const file of this.files) {
      const rows = [...file.records.map((record) => this.row(file, record)), ...bad(file)];
      const header = [
        '00',
        'MA',
        this.pile.smso(file.smso),
        this.pile.id(file.submitter),
        file.submittedBy,
        instantText(file.created),
        String(rows.length),
      ];
      this.pile.add(`${file.file}.csv`, this.pile.csv([header, ...rows]));
    }
  }

  private row(file: DraftFile, { record, supplier, mpan, mprn, priority }: DraftRecord): string[] {
    const { random } = this.pile;
    const implied = file.submittedBy === 'SUPPLIER' && supplier === file.submitter && random.chance(0.3);
    const week = startOfWeek(file.created) + random.pick([-14, -7, 0, 7, 7, 14]) * DAY;
    return [
      '10',
      random.chance(0.1) ? `00${record}` : String(record),
      implied ? '' : this.pile.id(supplier),
      mpan,
      mprn,
      random.chance(0.5) ? dayText(week + random.integer(0, 6) * DAY) : '',
      dayText(week),
      priority,
      random.pick(['', '5A00000001', 's'.repeat(40)]),
      this.meterStatus(file),
    ];
  }

  /** No record is active before the start switch. */
  private meterStatus(file: DraftFile): string {
    const usual = file.submittedBy === 'DCC' ? ['', 'D', 'D', 'A'] : ['', 'A', 'A', 'D'];
    return file.created < this.firstActive ? 'D' : this.pile.random.pick(usual);
  }
}
