import { MasterData } from './master-data';
import { Authorisation, CommonRecord, Loaded } from './records';

/** What one User ID may see of one MCF record. */
export interface View {
  userId: string;
  role: 'SUPPLIER' | 'DNO';
  electricity: boolean;
  gas: boolean;
}

export const ALL_METERS = { electricity: true, gas: true };

export class Entitlement {
  private readonly authorisations: Map<string, Authorisation>;

  constructor(
    loaded: Loaded,
    private readonly master: MasterData,
  ) {
    this.authorisations = new Map(loaded.authorisations.map((ma) => [`${ma.file} ${ma.record}`, ma]));
  }

  /** R6: electricity and gas suppliers belong to different Parties. */
  isSplit(common: CommonRecord): boolean {
    const { electricity, gas } = common;
    if (!electricity || !gas) return false;
    return this.master.partyOf(electricity.supplier) !== this.master.partyOf(gas.supplier);
  }

  /** "Who receives an attempt", also those to whom nothing can be reported now. */
  viewsOf(common: CommonRecord): View[] {
    return [...this.supplierViews(common), ...this.dnoViews(common)];
  }

  private supplierViews(common: CommonRecord): View[] {
    const submitter = this.receivingAffiliate(common);
    if (submitter) return [{ userId: submitter, role: 'SUPPLIER', ...ALL_METERS }];
    return suppliersOf(common).map((userId) => ({
      userId,
      role: 'SUPPLIER',
      ...this.ownMeters(common, userId),
    }));
  }

  private dnoViews(common: CommonRecord): View[] {
    const distributor = common.electricity?.mpxn.slice(0, 2);
    const dno = distributor ? this.master.dnoOf(distributor) : null;
    return dno ? [{ userId: dno.userId, role: 'DNO', ...ALL_METERS }] : [];
  }

  /** Masking: of a split installation a supplier sees only its own meter. */
  private ownMeters(common: CommonRecord, userId: string): { electricity: boolean; gas: boolean } {
    if (!this.isSplit(common)) return ALL_METERS;
    return { electricity: common.electricity?.supplier === userId, gas: common.gas?.supplier === userId };
  }

  /** R9, fine print 18: one MA over both meters, submitted by one of two affiliates. */
  receivingAffiliate(common: CommonRecord): string | null {
    const { electricity, gas } = common;
    if (!electricity || !gas || !this.isSplit(common)) return null;
    const group = this.master.affiliateGroupOf(electricity.supplier);
    if (group === null || group !== this.master.affiliateGroupOf(gas.supplier)) return null;
    for (const meter of [electricity, gas]) {
      const ma = this.authorisations.get(`${meter.maFile} ${meter.maRecord}`);
      const covers = ma?.submittedBy === 'SUPPLIER' && ma.mpan === electricity.mpxn && ma.mprn === gas.mpxn;
      if (covers && suppliersOf(common).includes(ma.submitter)) return ma.submitter;
    }
    return null;
  }

  /** S1MIG-006 follows the MA record, whose supplier may not stand in the MCF record at all (fine print 23). */
  viewOfAuthorised(common: CommonRecord, userId: string): { electricity: boolean; gas: boolean } {
    const named = this.supplierViews(common).find((view) => view.userId === userId);
    if (named) return named;
    if (suppliersOf(common).includes(userId)) return this.ownMeters(common, userId);
    const ofOwnParty = (supplier: string | undefined): boolean =>
      supplier !== undefined && this.master.partyOf(supplier) === this.master.partyOf(userId);
    return { electricity: ofOwnParty(common.electricity?.supplier), gas: ofOwnParty(common.gas?.supplier) };
  }
}

/** The User IDs that the MCF names, each once. */
export function suppliersOf(common: CommonRecord): string[] {
  const named = [common.electricity?.supplier, common.gas?.supplier].filter((id) => id !== undefined);
  return [...new Set(named)];
}
