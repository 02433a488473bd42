import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FailpointSetting } from '@app/config';
import { FAILPOINT_NAMES, type FailpointName } from './failpoint-name';
import { FailpointError } from './failpoint.error';

interface ArmedPoint {
  readonly setting: FailpointSetting;
  hits: number;
}

let armed: readonly ArmedPoint[] | undefined;

/**
 * Arms the points that FAILPOINTS names, for this process; without any, every point stays without effect.
 * @throws TypeError for a name that no place has: a test that waits for it would wait for ever
 */
export function armFailpoints(settings: readonly FailpointSetting[]): void {
  const unknown = settings.find(({ name }) => !(FAILPOINT_NAMES as readonly string[]).includes(name));
  if (unknown) throw new TypeError(`FAILPOINTS: there is no point "${unknown.name}"`);
  armed = settings.length > 0 ? settings.map((setting) => ({ setting, hits: 0 })) : undefined;
}

/** A place between two effects; it does nothing unless FAILPOINTS names it. Always awaited. */
export function failpoint(name: FailpointName): Promise<void> | undefined {
  return armed && hit(armed.filter(({ setting }) => setting.name === name));
}

async function hit(points: readonly ArmedPoint[]): Promise<void> {
  // All are counted before one acts: what it throws must not keep the others from counting.
  for (const point of points) point.hits += 1;
  for (const { hits, setting } of points) {
    if (hits >= setting.firstHit && hits <= setting.lastHit) await act(setting);
  }
}

async function act({ name, action, delayMs }: FailpointSetting): Promise<void> {
  process.stderr.write(`failpoint ${name}: ${action}\n`);
  switch (action) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined); // not one step further
    case 'stop':
      process.kill(process.pid, 'SIGSTOP');
      return;
    case 'throw':
      throw new FailpointError(name);
    case 'enospc':
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        errno: -28,
        syscall: 'write',
      });
    case 'delay':
      await delay(delayMs);
  }
}

/** Hits the point once per piece that passes. */
export function failpointPerPiece(name: FailpointName): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      passAfter(failpoint(name), piece, done);
    },
  });
}

/** Hands `piece` to a stream once the point has been passed; at once where it is not armed. */
export function passAfter(
  point: Promise<void> | undefined,
  piece: Buffer,
  done: (error: Error | null, piece?: Buffer) => void,
): void {
  if (point) void passLater(point, piece, done);
  else done(null, piece);
}

async function passLater(
  point: Promise<void>,
  piece: Buffer,
  done: (error: Error | null, piece?: Buffer) => void,
): Promise<void> {
  try {
    await point;
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, piece);
}
