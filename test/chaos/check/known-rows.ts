import { deviceBlock, NO_DEVICES } from '../../reference/blocks';
import { suppliersOf } from '../../reference/entitlement';
import { attemptKey, type CommonRecord } from '../../reference/records';
import type { Regime } from '../../reference/regime';

interface Seen {
  readonly electricity: boolean;
  readonly gas: boolean;
}

const EVERYTHING: Seen = { electricity: true, gas: true };
/** Columns of INST and DEV that come from the Migration Common File and from nowhere else; counted from 0. */
const FROM_COMMON_FILE = [1, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const DEVICES_FROM = 18;
const DEVICES_TO = 53;

/** What may stand in a detail row about an installation or an authorisation, whichever of the files were loaded when. */
export class KnownRows {
  readonly #common: ReadonlyMap<string, CommonRecord>;

  constructor(private readonly regime: Regime) {
    this.#common = new Map(regime.loaded.common.map((common) => [common.key, common]));
  }

  /** Null: `userId` may read this row of S1MIG-001, 002 or 003; else what is wrong with it. */
  faultOfInstallationRow(userId: string, row: readonly string[]): string | null {
    const common = this.#common.get([row[1], row[3], row[4], row[8]].join('|'));
    if (!common) return 'is about an installation that no file names';
    const allowed = this.#viewsOf(common, userId);
    if (allowed.length === 0) return 'is about an installation of others';
    return allowed.some((sees) => this.#tells(row, common, sees))
      ? null
      : 'tells what the recipient may not see';
  }

  /** As above, of S1MIG-006. */
  faultOfAuthorisationRow(userId: string, row: readonly string[]): string | null {
    const { loaded, entitlement } = this.regime;
    const one = loaded.authorisations.find(
      ({ file, supplier, mpan, mprn }) =>
        file === row[2] &&
        supplier === userId &&
        [mpan ?? '', ''].includes(row[3] ?? '') &&
        [mprn ?? '', ''].includes(row[4] ?? ''),
    );
    if (!one || row[1] !== userId) return 'is about an authorisation of others';
    const devices = row.slice(14, 49).join();
    const known = this.#linkedTo(one.file).map((common) =>
      deviceBlock(common, entitlement.viewOfAuthorised(common, userId)).join(),
    );
    return [NO_DEVICES.join(), ...known].includes(devices)
      ? null
      : 'tells devices that the recipient may not see';
  }

  /** By its own words or by a completion: which of them rules depends on what was loaded by then. */
  #linkedTo(maFile: string): CommonRecord[] {
    const { common, completions } = this.regime.loaded;
    const naming = common.filter(({ electricity, gas }) =>
      [electricity?.maFile, gas?.maFile].includes(maFile),
    );
    const named = completions
      .filter((completion) => completion.maFile === maFile)
      .flatMap(({ smso, requestingParty, mcfCounter, chf }) =>
        mcfCounter === null || chf === null
          ? []
          : (this.#common.get(attemptKey(smso, requestingParty, mcfCounter, chf)) ?? []),
      );
    return [...naming, ...named];
  }

  /** The views that some of the files justify: as an affiliate everything, else one's own meters. */
  #viewsOf(common: CommonRecord, userId: string): Seen[] {
    const { entitlement, master } = this.regime;
    const views: Seen[] = entitlement.viewsOf(common).filter((view) => view.userId === userId);
    if (!suppliersOf(common).includes(userId)) return views;
    if (master.suppliers().every((supplier) => supplier.userId !== userId)) return views;
    if (!entitlement.isSplit(common)) return [...views, EVERYTHING];
    const own = (supplier: string | undefined): boolean => supplier === userId;
    return [...views, { electricity: own(common.electricity?.supplier), gas: own(common.gas?.supplier) }];
  }

  #tells(row: readonly string[], common: CommonRecord, sees: Seen): boolean {
    const electricity = sees.electricity ? common.electricity : null;
    const gas = sees.gas ? common.gas : null;
    const flag = (value: boolean | undefined): string => (value === undefined ? '' : value ? '1' : '0');
    const expected = [
      common.smso,
      common.requestingParty,
      String(common.counter),
      common.chf,
      flag(this.regime.entitlement.isSplit(common)),
      electricity?.mpxn ?? '',
      electricity?.supplier ?? '',
      electricity?.mpxn.slice(0, 2) ?? '',
      flag(electricity?.active),
      gas?.mpxn ?? '',
      gas?.supplier ?? '',
      flag(gas?.active),
      flag(common.toBeCommissionedByDcc),
    ];
    const told = FROM_COMMON_FILE.map((column) => row[column]);
    const devices = row.slice(DEVICES_FROM, DEVICES_TO).join('\n');
    return told.join('\n') === expected.join('\n') && devices === deviceBlock(common, sees).join('\n');
  }
}
