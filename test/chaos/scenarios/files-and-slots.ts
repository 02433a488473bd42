import type { BorderCases } from '../../reference/border-cases';
import { DAY, startOfWeek, WEEK } from '../../reference/instants';
import type { Scene } from './scene';

/**
 * Files in any order, slots and faults all at once, the master data alone first; at the end the slots of some days more,
 * when all files are loaded, which must tell all that is still untold. What a report says depends on what had
 * arrived, so invariants are checked and not bytes.
 */
export async function filesAndSlots(scene: Scene, { from, to }: BorderCases): Promise<string[]> {
  const { load, inputs, hostile } = scene;
  const masterData = inputs.filter(({ path }) => path.slice(path.lastIndexOf('/') + 1).startsWith('ORG_'));
  scene.enter('master data', `${masterData.length} files`);
  await scene.feed(masterData, [], 0);
  const missing = await scene.untilFilesAreDecided();
  if (missing.length > 0) return missing;
  await scene.makeFolders();
  const others = inputs.filter((file) => !masterData.includes(file));
  const durationMs = load.loadingMs + load.reportingMs;
  scene.enter('loading and reporting', `${others.length + hostile.length} files`);
  await Promise.all([
    scene.feed(others, hostile, durationMs),
    scene.requestSlots(from, to, durationMs),
    scene.strike('loading', load.loadingFaults, durationMs),
    scene.strike('reporting', load.reportingFaults, durationMs),
  ]);
  scene.enter('waiting for files');
  const undecided = await scene.untilFilesAreDecided();
  if (undecided.length > 0) return undecided;
  scene.enter('closing');
  await scene.requestSlots(to + 1, closingOf(to), 0);
  return scene.untilSlotsHaveEnded();
}

/** The last slot time: the end of a Thursday whose S1MIG-006 and sweep of S1MIG-010 are later than `to`. */
export function closingOf(to: number): number {
  const friday = startOfWeek(to) + 4 * DAY;
  return friday - DAY > to ? friday : friday + WEEK;
}
