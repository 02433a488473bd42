/**
 * Loaded into an app before anything else (`--require`): its clock is off by as many milliseconds as a file says. Only
 * what the app calls the time moves; timers, the database and the machine go on as they were.
 */
import { readFileSync } from 'node:fs';

const LOOK_MS = 100;
const file = process.env['CHAOS_CLOCK_FILE'];
const trueNow = Date.now.bind(Date);
let offsetMs = 0;

function look(): void {
  try {
    offsetMs = Number(readFileSync(file ?? '', 'utf8')) || 0;
  } catch {
    offsetMs = 0;
  }
}

const now = (): number => trueNow() + offsetMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
  apply: () => new Date(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
});

look();
setInterval(look, LOOK_MS).unref();
