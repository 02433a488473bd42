import { readDelivered, type Delivered } from '../../reference/delivered';
import { folderOf } from '../../reference/naming';
import { DAY, type Instant } from '../../reference/instants';
import { type InputFile, loadFiles } from '../../reference/load';
import type { Organisation } from '../../reference/records';
import { buildRegime, type Regime } from '../../reference/regime';
import { endOfPreviousDay } from '../../reference/slots';
import { KnownRows } from './known-rows';
import { outcomesTold, responsesTold, statesTold } from './told-once';

const SUMMARIES_BY_SUPPLIER = ['S1MIG-004', 'S1MIG-007', 'S1MIG-008'];
const ABOUT_INSTALLATIONS = ['S1MIG-001', 'S1MIG-002', 'S1MIG-003'];

/**
 * What holds whatever order files and slots come in: P2, P3 and P4 for what was delivered into `folder`, from the files
 * and the rules of the regime alone.
 * @param closing the last slot time, at which all files were loaded
 */
export function brokenInvariants(
  folder: string,
  files: readonly InputFile[],
  from: Instant,
  closing: Instant,
): string[] {
  const broken: string[] = [];
  const issues = readDelivered(folder, broken);
  const regime = buildRegime(loadFiles([...files]).loaded);
  const recipients = [...regime.master.suppliers(), ...regime.master.dnos()];
  const knownRows = new KnownRows(regime);
  for (const issue of issues) {
    broken.push(...misplaced(issue, recipients), ...foreign(issue, regime, knownRows));
  }
  for (const recipient of recipients) {
    broken.push(...outcomesTold(regime, recipient, issues, closing));
    if (recipient.role !== 'SUPPLIER') continue;
    // The last S1MIG-006 speaks of the day before.
    broken.push(...statesTold(regime, recipient, issues, endOfPreviousDay(closing - DAY)));
    broken.push(...responsesTold(regime, recipient, issues, from, closing));
  }
  return broken;
}

/** P4: no file in another folder than its recipient's. */
function misplaced(
  { path, folder, userId, signifier }: Delivered,
  recipients: readonly Organisation[],
): string[] {
  const mine = recipients.some(
    (one) => one.userId === userId && one.signifier === signifier && folderOf(one) === folder,
  );
  return mine ? [] : [`P4 ${path}: not the folder and signifier of its recipient`];
}

function foreign({ path, reportId, userId, rows }: Delivered, regime: Regime, known: KnownRows): string[] {
  const faultOf = (row: readonly string[]): string | null => {
    if (ABOUT_INSTALLATIONS.includes(reportId)) return known.faultOfInstallationRow(userId, row);
    if (reportId === 'S1MIG-006') return known.faultOfAuthorisationRow(userId, row);
    if (SUMMARIES_BY_SUPPLIER.includes(reportId))
      return row[1] === userId ? null : 'is about another supplier';
    if (reportId === 'S1MIG-005') return faultOfActivity(regime, userId, row);
    if (reportId === 'S1MIG-009') return row.join('').match(/^\d*$/) ? null : 'names somebody';
    return null; // S1MIG-010 is compared whole
  };
  return rows.flatMap((row, at) => {
    const fault = faultOf(row);
    return fault === null ? [] : [`P4 ${path} row ${at + 1}: ${fault}: ${row.join().slice(0, 200)}`];
  });
}

/** A supplier's own rows; a DNO's rows are those of its distributors. */
function faultOfActivity({ master }: Regime, userId: string, row: readonly string[]): string | null {
  const dno = master.dnos().find((one) => one.userId === userId);
  if (row[1] === userId || dno?.distributors.includes(row[2] ?? '')) return null;
  return 'is about others';
}
