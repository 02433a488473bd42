import { Instant } from './instants';
import { FileState, InputFile, loadFiles } from './load';
import { folderOf } from './naming';
import { compareKeys, groupBy } from './orders';
import { Organisation } from './records';
import { Issue, Regime, ReportModel, buildRegime } from './regime';
import { report001, report002 } from './report-001-002';
import { report003 } from './report-003';
import { report004 } from './report-004';
import { report005 } from './report-005';
import { report006 } from './report-006';
import { report007 } from './report-007';
import { report008 } from './report-008';
import { report009 } from './report-009';
import { ToldResponses, report010 } from './report-010';

interface Definition {
  title: string;
  toDno: boolean;
  model: ReportModel;
}

const DEFINITIONS: Record<string, Definition> = {
  'S1MIG-001': { title: 'Detail Report: Migrations Completed Successfully', toDno: true, model: report001 },
  'S1MIG-002': { title: 'Detail Report: Migrations Completed Unsuccessfully', toDno: true, model: report002 },
  'S1MIG-003': {
    title: 'Detail Report: In-Process Migration Status at Period End',
    toDno: true,
    model: report003,
  },
  'S1MIG-004': { title: 'Summary Report: Migrations by Commencement Date', toDno: false, model: report004 },
  'S1MIG-005': {
    title: 'Summary Report: Migration Activity for the Previous Day',
    toDno: true,
    model: report005,
  },
  'S1MIG-006': {
    title: 'Detail Report: Migration Authorisation Outcomes for the Previous Migration Day',
    toDno: false,
    model: report006,
  },
  'S1MIG-007': {
    title: 'Summary Report: Commenced Active Meter Migrations against Installation Commitment',
    toDno: false,
    model: report007,
  },
  'S1MIG-008': {
    title: 'Summary Report: Migration Authorisations against DCC Migration Commitment',
    toDno: false,
    model: report008,
  },
  'S1MIG-009': {
    title: 'Summary Report: Migration Authorisations by Priority Indicator',
    toDno: false,
    model: report009,
  },
};

const TITLE_010 = 'Detail Report: Migration Authorisation Validation Responses';

export interface ExpectedReport {
  folder: string;
  reportId: string;
  signifier: string;
  userId: string;
  sequence: number;
  slot: Instant;
  /** column 6, the creation time, is `*`: it is the real clock's */
  header: string[];
  rows: string[][];
}

/** S1MIG-010 of one recipient: which files share an issue, and so the numbers, is left to the product. */
export interface ExpectedResponses {
  folder: string;
  signifier: string;
  userId: string;
  /** header columns 1, 2, 3, 5 */
  title: string;
  told: ToldResponses[];
}

export interface Expected {
  files: FileState[];
  reports: ExpectedReport[];
  responses: ExpectedResponses[];
}

/** Everything that a `batch` over these files, taken in this order, must produce for the slots in [from, to]. */
export function expectedReports(files: InputFile[], from: Instant, to: Instant): Expected {
  const { loaded, states } = loadFiles(files);
  const regime = buildRegime(loaded);
  const reports: ExpectedReport[] = [];
  for (const [reportId, { title, toDno, model }] of Object.entries(DEFINITIONS)) {
    const recipients = [...regime.master.suppliers(), ...(toDno ? regime.master.dnos() : [])];
    for (const recipient of recipients) {
      const issues = model(regime, recipient, from, to);
      reports.push(...numbered(reportId, title, recipient, issues));
    }
  }
  return { files: states, reports, responses: expectedResponses(regime, from, to) };
}

/** R15: per (report, User ID) from 1, one more per issue, no gap. */
function numbered(
  reportId: string,
  title: string,
  recipient: Organisation,
  issues: Issue[],
): ExpectedReport[] {
  return issues.map(({ slot, header, rows }, at) => ({
    folder: folderOf(recipient),
    reportId,
    signifier: recipient.signifier,
    userId: recipient.userId,
    sequence: at + 1,
    slot,
    header: ['00', reportId, recipient.userId, String(at + 1), title, '*', ...header],
    rows,
  }));
}

function expectedResponses(regime: Regime, from: Instant, to: Instant): ExpectedResponses[] {
  const all: ExpectedResponses[] = [];
  for (const recipient of regime.master.suppliers()) {
    const told = report010(regime, recipient, from, to);
    if (told.length === 0) continue;
    const { signifier, userId } = recipient;
    all.push({ folder: folderOf(recipient), signifier, userId, title: TITLE_010, told });
  }
  return all;
}

/** The model's own issues of S1MIG-010: one per slot. */
export function responseIssues(responses: ExpectedResponses): ExpectedReport[] {
  const { folder, signifier, userId, title, told } = responses;
  const slots = groupBy(told, (one) => String(one.slot));
  return [...slots.values()].map((files, at) => ({
    folder,
    reportId: 'S1MIG-010',
    signifier,
    userId,
    sequence: at + 1,
    slot: files[0]!.slot,
    header: ['00', 'S1MIG-010', userId, String(at + 1), title, '*'],
    rows: files
      .flatMap((file) => file.rows)
      .sort((a, b) => compareKeys(a.order, b.order))
      .map((row) => row.cells),
  }));
}
