import { Attempt, findAttempts } from './attempts';
import { Entitlement, View } from './entitlement';
import { Instant } from './instants';
import { MasterData } from './master-data';
import { Loaded, Organisation } from './records';

export interface Sighting {
  attempt: Attempt;
  view: View;
}

/** Everything a report is computed from. */
export interface Regime {
  loaded: Loaded;
  master: MasterData;
  entitlement: Entitlement;
  attempts: Attempt[];
  /** by role and User ID: the attempts that it may hear of */
  sightings: (role: 'SUPPLIER' | 'DNO', userId: string) => Sighting[];
}

export function buildRegime(loaded: Loaded): Regime {
  const master = new MasterData(loaded);
  const entitlement = new Entitlement(loaded, master);
  const attempts = findAttempts(loaded);
  const seen = new Map<string, Sighting[]>();
  for (const attempt of attempts) {
    for (const view of entitlement.viewsOf(attempt.common)) {
      const key = `${view.role} ${view.userId}`;
      seen.set(key, [...(seen.get(key) ?? []), { attempt, view }]);
    }
  }
  return {
    loaded,
    master,
    entitlement,
    attempts,
    sightings: (role, userId) => seen.get(`${role} ${userId}`) ?? [],
  };
}

/** One issue before it has its number: a report without rows is not produced (R17). */
export interface Issue {
  slot: Instant;
  /** header columns after the sixth */
  header: string[];
  rows: string[][];
}

/** All issues of one report for one recipient, in slot order. */
export type ReportModel = (regime: Regime, recipient: Organisation, from: Instant, to: Instant) => Issue[];
