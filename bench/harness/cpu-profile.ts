import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly place: string;
  readonly milliseconds: number;
}

/** Where the processes of a `--profile` run spent their own time; waiting is left out. */
export function selfTimes(folder: string): SelfTime[] {
  const totals = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
    profile.samples.forEach((id, index) => {
      const place = places.get(id) ?? '(unknown)';
      totals.set(place, (totals.get(place) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
    });
  }
  return [...totals]
    .filter(([place]) => !place.startsWith('(idle)') && !place.startsWith('(program)'))
    .map(([place, milliseconds]) => ({ place, milliseconds }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Function and package, or file of the product. */
function placeOf({ functionName, url }: { functionName: string; url: string }): string {
  const name = functionName || '(anonymous)';
  const [, ofPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  const [, ofProduct] = /dist\/((?:apps|libs)\/.*)$/.exec(url) ?? [];
  const origin = ofPackage ?? ofProduct ?? url;
  return origin === '' ? name : `${name} ${origin}`;
}
