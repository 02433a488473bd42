import { setTimeout as delay } from 'node:timers/promises';
import type { History } from '../history';
import type { ChaosSystem, ConnectedApp } from '../system/chaos-system';
import type { RedisData } from '../system/redis-server';
import type { FaultKind, PlannedFault } from './fault-plan';
import { SHAREPOINT_FAULTS } from './sharepoint-faults';

const HOUR_MS = 3_600_000;
/** Of the append-only file. */
const MOST_CUT_BYTES = 20_000;
const READY_AGAIN_MS = 1_500;

/** Does to a system what a plan says, and undoes it. A fault whose victim is already suffering is left out. */
export class Nemesis {
  /** Faults that were done, by kind. */
  readonly done = new Map<FaultKind, number>();
  readonly #busy = new Set<string>();

  constructor(
    private readonly system: ChaosSystem,
    private readonly history: History,
  ) {}

  /** Resolves when the last fault is over. */
  async run(plan: readonly PlannedFault[]): Promise<void> {
    await Promise.all(
      plan.map(async (fault) => {
        await delay(fault.atMs);
        await this.#strike(fault);
      }),
    );
  }

  async #strike(fault: PlannedFault): Promise<void> {
    const victim = this.#victimOf(fault);
    if (victim === undefined || this.#busy.has(victim.name)) {
      this.history.tell('left out', victim?.name ?? '', fault.kind);
      return;
    }
    this.#busy.add(victim.name);
    this.history.tell(fault.kind, victim.name, victim.detail);
    try {
      await victim.strike();
      this.done.set(fault.kind, (this.done.get(fault.kind) ?? 0) + 1);
      this.history.tell('over', victim.name, fault.kind);
    } finally {
      this.#busy.delete(victim.name);
    }
  }

  #victimOf(fault: PlannedFault): Victim | undefined {
    const { redis, postgres, disk, drive, apps } = this.system;
    const app = pick(
      apps.filter(({ process }) => process.app === fault.app),
      fault.choice,
    );
    const lasting = (): Promise<void> => delay(fault.durationMs);
    const of = (name: string, strike: () => Promise<unknown>, detail = ''): Victim => ({
      name,
      strike,
      detail,
    });
    switch (fault.kind) {
      case 'kill -9':
        return app && of(app.process.name, async () => app.process.kill());
      case 'freeze briefly':
      case 'freeze past the lock':
        return app && of(app.process.name, () => frozen(app.process, lasting), duration(fault));
      case 'FLUSHALL':
        return of('Redis', () => redis.flushAll());
      case 'Redis crash, data kept':
        return this.#redisCrash(fault, 'kept');
      case 'Redis crash, data lost':
        return this.#redisCrash(fault, 'lost');
      case 'Redis crash, log cut short':
        return this.#redisCrash(fault, 'cut short');
      case 'PostgreSQL crash':
        return of(
          'PostgreSQL',
          async () => {
            await postgres.crash();
            await lasting();
            await postgres.start();
          },
          duration(fault),
        );
      case 'lines cut': {
        const service = fault.choice < 0.5 ? 'postgres' : 'redis';
        return of(`lines to ${service}`, async () => apps.forEach(({ lines }) => lines[service].cut()));
      }
      case 'line frozen': {
        const service = fault.choice < 0.5 ? 'postgres' : 'redis';
        return (
          app &&
          of(
            `line ${app.process.name} to ${service}`,
            () => frozenLine(app, service, lasting),
            duration(fault),
          )
        );
      }
      case 'archive disk full':
        if (!disk.canBeFilled) return undefined;
        return of(
          'archive disk',
          async () => {
            disk.fill();
            await lasting();
            disk.free();
          },
          duration(fault),
        );
      case 'clock jump': {
        const offsetMs = Math.round((fault.choice * 2 - 1) * 3 * HOUR_MS);
        return (
          app &&
          of(
            `clock of ${app.process.name}`,
            () => jumped(app, offsetMs, lasting),
            `${Math.round(offsetMs / 60_000)} min, ${duration(fault)}`,
          )
        );
      }
      case 'SharePoint fault': {
        const one = pick(SHAREPOINT_FAULTS, fault.choice);
        return one && of('SharePoint', () => drive.inject(one), JSON.stringify(one));
      }
      case 'SharePoint frozen':
        return of('SharePoint', () => frozen(drive, lasting), duration(fault));
      case 'SIGTERM':
        return app && of(app.process.name, () => this.#terminated(app));
      case 'rolling restart':
        return of(`all ${fault.app}`, () => this.#rollingRestart(fault));
    }
  }

  #redisCrash(fault: PlannedFault, data: RedisData): Victim {
    const { redis } = this.system;
    const strike = async (): Promise<void> => {
      await redis.crash();
      redis.damage(data, Math.ceil(fault.choice * MOST_CUT_BYTES));
      await delay(fault.durationMs);
      await redis.start();
    };
    return { name: 'Redis', strike, detail: duration(fault) };
  }

  async #terminated(app: ConnectedApp): Promise<void> {
    const ms = await app.process.terminate();
    this.history.tell('ended', app.process.name, `within ${(ms / 1000).toFixed(1)} s of SIGTERM`);
  }

  async #rollingRestart({ app }: PlannedFault): Promise<void> {
    for (const one of this.system.apps.filter(({ process }) => process.app === app)) {
      await this.#terminated(one);
      await delay(READY_AGAIN_MS);
    }
  }
}

interface Victim {
  /** What suffers: one fault at a time. */
  readonly name: string;
  readonly detail: string;
  readonly strike: () => Promise<unknown>;
}

function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[Math.min(items.length - 1, Math.floor(choice * items.length))];
}

function duration({ durationMs }: PlannedFault): string {
  return `for ${(durationMs / 1000).toFixed(1)} s`;
}

async function frozen(
  process: { signal(name: NodeJS.Signals): void },
  lasting: () => Promise<void>,
): Promise<void> {
  process.signal('SIGSTOP');
  await lasting();
  process.signal('SIGCONT');
}

async function frozenLine(
  { lines }: ConnectedApp,
  service: 'postgres' | 'redis',
  lasting: () => Promise<void>,
): Promise<void> {
  lines[service].freeze();
  await lasting();
  lines[service].thaw();
}

async function jumped(
  { process }: ConnectedApp,
  offsetMs: number,
  lasting: () => Promise<void>,
): Promise<void> {
  process.setClock(offsetMs);
  await lasting();
  process.setClock(0);
}
