import type { BorderCases } from '../../reference/border-cases';
import type { Scene } from './scene';

/**
 * All files come while faults do; then all slots while faults do. Nothing may excuse a difference then: the destination
 * must hold exactly what the second implementation says.
 */
export async function filesFirst(scene: Scene, { from, to }: BorderCases): Promise<string[]> {
  const { load, inputs, hostile } = scene;
  scene.enter('loading', `${inputs.length + hostile.length} files`);
  await Promise.all([
    scene.feed(inputs, hostile, load.loadingMs),
    scene.strike('loading', load.loadingFaults, load.loadingMs),
  ]);
  scene.enter('waiting for files');
  const undecided = await scene.untilFilesAreDecided();
  if (undecided.length > 0) return undecided;
  scene.enter('reporting');
  await Promise.all([
    scene.requestSlots(from, to, load.reportingMs),
    scene.strike('reporting', load.reportingFaults, load.reportingMs),
  ]);
  scene.enter('waiting for slots');
  return scene.untilSlotsHaveEnded();
}
