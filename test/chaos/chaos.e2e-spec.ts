import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'chaos.mjs');

interface Summary {
  readonly seeds: { readonly slots: number; readonly issues: number; readonly violations: string[] }[];
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: number;
}

/** Their faults are of nearly all kinds, and two of them need not wait for the end of a lock. */
const FIRST_SEED = 19;

/** Three small runs; `npm run chaos -- --seeds 20` does more of everything (docs/reliability.md). */
describe('under faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mrr-chaos-'));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('every report comes out as if nothing had happened, exactly once and gaplessly numbered', () => {
    const json = join(folder, 'summary.json');
    const { status, stdout } = spawnSync(
      process.execPath,
      [SCRIPT, '--seeds', '3', '--from-seed', String(FIRST_SEED), '--small', '--json', json],
      { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } },
    );
    // The text tells seed, history and the first violation.
    expect(`${status} ${stdout}`).toMatch(/^0 /);
    const summary = JSON.parse(readFileSync(json, 'utf8')) as Summary;
    expect(summary.violations).toBe(0);
    expect(summary.seeds).toHaveLength(3);
    for (const { slots, issues } of summary.seeds) {
      expect(slots).toBeGreaterThan(300);
      expect(issues).toBeGreaterThan(10);
    }
    const injected = Object.values(summary.faults).reduce((sum, count) => sum + count, 0);
    expect(injected).toBeGreaterThan(15);
  }, 1_800_000);
});
