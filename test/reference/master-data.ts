import { Instant, startOfDay } from './instants';
import { Loaded, Organisation } from './records';

/** The snapshot with the latest creation instant rules for every slot (fine print 3). */
export class MasterData {
  private readonly rows: Organisation[];

  constructor(loaded: Loaded) {
    const [ruling] = [...loaded.organisations].sort((a, b) => b.created - a.created);
    this.rows = ruling?.rows ?? [];
  }

  suppliers(): Organisation[] {
    return this.rows.filter((row) => row.role === 'SUPPLIER');
  }

  supplier(userId: string): Organisation | null {
    return this.suppliers().find((row) => row.userId === userId) ?? null;
  }

  dnos(): Organisation[] {
    return this.rows.filter((row) => row.role === 'DNO');
  }

  dnoOf(distributorId: string): Organisation | null {
    return this.dnos().find((row) => row.distributors.includes(distributorId)) ?? null;
  }

  /** An unknown supplier is a Party of its own (fine print 17). A signifier has 6 characters, an id 23. */
  partyOf(supplierId: string): string {
    return this.supplier(supplierId)?.signifier ?? supplierId;
  }

  affiliateGroupOf(supplierId: string): string | null {
    return this.supplier(supplierId)?.affiliateGroup ?? null;
  }
}

/** Fine print 4: the date of the slot time, both ends inclusive. */
export function mayBeReportedTo(row: Organisation, slot: Instant): boolean {
  const day = startOfDay(slot);
  return (
    (row.reportingFrom === null || row.reportingFrom <= day) &&
    (row.reportingTo === null || day <= row.reportingTo)
  );
}
