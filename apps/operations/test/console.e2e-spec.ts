import { eventually } from '@app/testing';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../test/support/browser';
import { ADMINISTRATOR_TOKEN } from '../../../test/support/operations-app';
import { runningOperations } from '../../../test/support/running-operations';
import type { RunningOperations } from '../../../test/support/running-operations';
import { LOWEST_CONTRASTS } from './lowest-contrasts';

/** Set to a folder, the pages are kept there as pictures. */
const PICTURES = process.env['CONSOLE_PICTURES'];
/** How long a page may take on a machine that is busy with other tests. */
const WAIT_MS = 60_000;
jest.setTimeout(5 * WAIT_MS);

const PHONE = { width: 390, height: 844 };
const DAY = '2020-03-16';
const CONTRASTED = [
  `/?day=${DAY}`,
  '/slots',
  '/slots/1',
  '/explain',
  '/source-files',
  '/issues/1',
  '/issues/1/diff',
  '/releases',
  '/alerts?all=true',
  '/audit',
  '/api-keys',
];

interface Failed {
  readonly slotId: string;
  readonly fileName: string;
  readonly path: string;
  readonly original: Buffer;
}

interface IssueDiff {
  added: unknown[];
  removed: unknown[];
  unchanged: number;
}

describe('the console', () => {
  let world: RunningOperations;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  const goto = async (path: string): Promise<void> => {
    await page.goto(world.operations.url + path, { waitUntil: 'domcontentloaded' });
  };
  const chartIsDrawn = (): Promise<true> =>
    eventually('the chart is drawn', () =>
      page.evaluate<boolean>('Chart.getChart(document.querySelector("canvas")) !== undefined'),
    );
  const keepPicture = async (name: string): Promise<void> => {
    if (!PICTURES) return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };

  /** A delivery that failed since the destination holds another file under the same name. */
  const failDelivery = async (reportId: string): Promise<Failed> => {
    const [issue] = await world.dataSource.query<
      { id: string; slot_id: string; folder: string; file_name: string }[]
    >(`SELECT id, slot_id, folder, file_name FROM issue WHERE report_id = $1 ORDER BY id DESC LIMIT 1`, [
      reportId,
    ]);
    if (!issue) throw new Error(`No issue of ${reportId}`);
    const path = join(world.deliveredDir, issue.folder, issue.file_name);
    const original = await readFile(path);
    await writeFile(path, 'something else');
    await world.dataSource.query(
      `WITH undelivered AS (DELETE FROM delivery WHERE issue_id = $1)
       UPDATE slot SET state = 'built', finished_at = NULL, queued_at = NULL WHERE id = $2`,
      [issue.id, issue.slot_id],
    );
    const body = { ids: [issue.slot_id], reason: 'a test' };
    await world.operations.request('POST', '/v1/slots/requeue', { body });
    await world.reaches(issue.slot_id, 'failed');
    await rm(path);
    return { slotId: issue.slot_id, fileName: issue.file_name, path, original };
  };

  /** Files that the series of a slot's issue has delivered. */
  const issuesOf = async (slotId: string): Promise<number> => {
    const [{ count }] = await world.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM issue i JOIN issue o USING (report_id, folder) WHERE o.slot_id = $1`,
      [slotId],
    );
    return count;
  };

  beforeAll(async () => {
    world = await runningOperations();
    await world.load('ORG_broken.csv', 'no file of ours');
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.setDefaultTimeout(WAIT_MS);
  }, 540_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('lets in by keyboard alone, and with the right token alone', async () => {
    await goto(`/?day=${DAY}`);
    await page.keyboard.type('a wrong token');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('API key or access token').fill(ADMINISTRATOR_TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `Today: ${DAY}` }).waitFor();
    complaints.length = 0; // the browser notes the 401 of the refusals
  });

  it('shows the deadlines of the day, and what failed with its reason', async () => {
    const { slotId } = await failDelivery('S1MIG-003');
    await goto(`/?day=${DAY}`);
    const row = page
      .getByRole('row')
      .filter({ has: page.locator(`a[href="/slots/${slotId}"]`), hasText: 'S1MIG-003' });
    await row
      .getByText(/another|different|content/i)
      .first()
      .waitFor();
    expect(await page.getByRole('rowheader').count()).toBeGreaterThan(5);
    await page.getByText('Live: shows changes as they happen').waitFor();
    await keepPicture('today');
  });

  it('requeues from the slot page, and Today shows it without a reload', async () => {
    const failed = await failDelivery('S1MIG-004');
    await goto(`/?day=${DAY}`);
    await page.getByText('Live: shows changes as they happen').waitFor();
    const badge = page.locator(`.board a[href="/slots/${failed.slotId}"]`);
    expect(await badge.textContent()).toBe('✗');

    const other = await context.newPage();
    await other.goto(`${world.operations.url}/slots/${failed.slotId}`);
    if (PICTURES) await other.screenshot({ path: join(PICTURES, 'slot.png'), fullPage: true });
    await other.getByLabel('Reason').fill('the folder was cleared');
    await other.getByRole('button', { name: 'Requeue' }).click();
    await other.getByRole('alert').getByText('Requeued').waitFor();
    await world.reaches(failed.slotId, 'delivered');
    await other.locator('dd .badge', { hasText: 'delivered' }).waitFor();
    await other.close();

    await page.locator(`.board a.delivered[href="/slots/${failed.slotId}"]`).waitFor();
    const names = await readdir(join(failed.path, '..'));
    expect(names.filter((name) => name.startsWith(failed.fileName.slice(0, 9)))).toEqual([failed.fileName]);
    expect(await readFile(failed.path)).toEqual(failed.original);
  });

  it('re-issues from the slot page under the next number', async () => {
    const [{ slot_id, sequence_number }] = await world.dataSource.query<
      [{ slot_id: string; sequence_number: number }]
    >(`SELECT slot_id, sequence_number FROM issue WHERE report_id = 'S1MIG-009' ORDER BY id LIMIT 1`);
    await goto(`/slots/${slot_id}`);
    await page.getByLabel('Reason').fill('the supplier lost it');
    await page.getByRole('button', { name: /Re-issue/ }).click();
    await page
      .getByText(`number ${sequence_number + 1}`)
      .first()
      .waitFor();
  });

  it('shows a recipient with its register and lets its files be downloaded', async () => {
    const [{ recipient_id }] = await world.dataSource.query<[{ recipient_id: string }]>(
      `SELECT recipient_id FROM issue WHERE report_id = 'S1MIG-001' ORDER BY row_count DESC LIMIT 1`,
    );
    await goto('/recipients');
    await page.getByRole('link', { name: recipient_id }).click();
    await page.getByRole('heading', { name: 'Register of issues and nils' }).waitFor();
    await keepPicture('recipient');
    const download = page.waitForEvent('download');
    await page
      .getByRole('link', { name: /Download number/ })
      .first()
      .click();
    expect((await download).suggestedFilename()).toMatch(/^S1MIG-\d{3}_.+#\d{6}\.csv$/);
  });

  it('shows arrivals, gaps, silence and a rejected file', async () => {
    await goto('/source-files');
    await chartIsDrawn();
    await keepPicture('source-files');
    await page.getByRole('link', { name: 'Show only files with problems' }).click();
    await page.getByRole('link', { name: 'ORG_broken.csv' }).click();
    await page.getByText('rejected').first().waitFor();
    await page.getByRole('button', { name: 'Resubmit' }).waitFor();
  });

  it('shows how migrations go, and failures by device models', async () => {
    await goto('/migrations');
    await chartIsDrawn();
    await page
      .getByRole('rowheader', { name: /CHF .+ESME/ })
      .first()
      .waitFor();
    await keepPicture('migrations');
  });

  it('explains an attempt down to the row, by keyboard', async () => {
    const [{ import_mpan }] = await world.dataSource.query<[{ import_mpan: string }]>(
      `SELECT i.import_mpan FROM entitlement e JOIN installation_record i ON i.id = e.attempt_id
        WHERE e.issue_id IS NOT NULL AND i.import_mpan IS NOT NULL LIMIT 1`,
    );
    await goto('/explain');
    await page.getByLabel('Value').focus();
    await page.keyboard.type(import_mpan);
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'reported', exact: true }).first().waitFor();
    await page
      .getByText(/, row \d+/)
      .first()
      .waitFor();
    await keepPicture('explain');
  });

  it('finds slots by filter and requeues what failed, twice at once: exactly one file, the same number', async () => {
    const failed = await failDelivery('S1MIG-007');
    await goto('/slots');
    await page.getByLabel('State').selectOption('failed');
    await page.getByLabel('Report').selectOption('S1MIG-007');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('link', { name: '2020-03-16 06:00' }).waitFor();
    await keepPicture('slots');
    const other = await context.newPage();
    await other.goto(page.url());
    for (const tab of [page, other]) await tab.getByLabel('Reason').fill('the folder was cleared');
    await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: /Requeue the 1/ }).click()));
    const told = await Promise.all([page, other].map((tab) => tab.getByRole('alert').textContent()));
    await other.close();
    expect(new Set(told.map((text) => text?.[0]))).toEqual(new Set(['0', '1']));
    await world.reaches(failed.slotId, 'delivered');
    const names = await readdir(join(failed.path, '..'));
    expect(names.filter((name) => name.startsWith(failed.fileName.slice(0, 9)))).toHaveLength(
      await issuesOf(failed.slotId),
    );
    expect(await readFile(failed.path)).toEqual(failed.original);
  });

  it('previews a report as it would be and lets it be downloaded', async () => {
    const [{ recipient_id, row_count }] = await world.dataSource.query<
      [{ recipient_id: string; row_count: number }]
    >(
      `SELECT i.recipient_id, i.row_count FROM issue i JOIN slot s ON s.id = i.slot_id
        WHERE i.report_id = 'S1MIG-005' AND s.slot_time = '2020-03-15T06:00:00Z' ORDER BY row_count DESC LIMIT 1`,
    );
    await goto('/preview');
    await page.getByLabel('Report').selectOption('S1MIG-005');
    await page.getByLabel('Recipient').selectOption(recipient_id);
    await page.getByLabel('Slot time (UTC)').fill('2020-03-15T06:00');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText(`${row_count} rows`).waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(row_count);
    await keepPicture('preview');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the preview' }).click();
    expect((await download).suggestedFilename()).toMatch(/^PREVIEW_S1MIG-005_.+\.csv$/);
    await goto(`/preview?report=S1MIG-001&recipient=${recipient_id}&at=2020-03-16T06:00`);
    await page.getByText('There would be no report').waitFor();
  });

  it('shows an issue row by row, and each row leads to its explanation', async () => {
    const [{ id }] = await world.dataSource.query<[{ id: string }]>(
      `SELECT id FROM issue WHERE report_id = 'S1MIG-003' ORDER BY row_count DESC, id LIMIT 1`,
    );
    await goto(`/issues/${id}`);
    await keepPicture('issue');
    await page.getByTitle('Why is this here?').first().click();
    await page.getByRole('cell', { name: 'reported', exact: true }).first().waitFor();
    expect(await page.locator(`a[href^="/issues/${id}"]`).count()).toBeGreaterThan(0);
  });

  async function anIssueThatDiffers(): Promise<{ id: string } & IssueDiff> {
    const issues = await world.dataSource.query<{ id: string }[]>(
      `SELECT id FROM issue WHERE report_id IN ('S1MIG-003', 'S1MIG-005', 'S1MIG-001') AND sequence_number > 1
        ORDER BY report_id DESC, row_count DESC, id`,
    );
    for (const { id } of issues) {
      const diff = await world.operations.get<IssueDiff>(`/v1/issues/${id}/diff`);
      if (diff.added.length + diff.removed.length > 0) return { id, ...diff };
    }
    throw new Error('No issue has other rows than the one before');
  }

  it('shows what an issue has that the one before had not', async () => {
    const { id, added, removed, unchanged } = await anIssueThatDiffers();
    await goto(`/issues/${id}`);
    await page.getByRole('link', { name: 'Compare with the one before' }).click();
    await page.getByText(`${unchanged} unchanged`).waitFor();
    expect(await page.getByRole('rowheader').count()).toBeGreaterThanOrEqual(added.length + removed.length);
    await keepPicture('diff');
  });

  it('releases chosen issues and lists what was released', async () => {
    await goto('/releases');
    await page.getByRole('checkbox').first().check();
    await page.getByRole('checkbox').nth(1).check();
    await page.locator('select[name=requester]').selectOption('authority');
    await page.getByLabel('Reason').fill('asked for under MRR 3.2.4');
    await page.getByRole('button', { name: 'Release the chosen issues' }).click();
    await page.getByRole('alert').getByText('2 released').waitFor();
    expect(await page.getByRole('cell', { name: 'The Authority' }).count()).toBe(2);
    await keepPicture('releases');
    await page.getByLabel('Reason').fill('nothing chosen');
    await page.getByRole('button', { name: 'Release the chosen issues' }).click();
    await page.getByRole('alert').getByText('Choose at least one issue').waitFor();
  });

  it('makes a key that is shown once, and revokes it', async () => {
    await goto('/api-keys');
    await page.getByRole('textbox', { name: 'Name' }).fill('night shift');
    await page.getByLabel('Role').selectOption('operator');
    await page.getByRole('button', { name: 'Make', exact: true }).click();
    const secret = (await page.locator('#secret').textContent()) ?? '';
    expect((await world.operations.request('GET', '/v1/me', { token: secret })).status).toBe(200);
    await keepPicture('api-keys');
    await goto('/api-keys');
    expect(await page.content()).not.toContain(secret);
    await page
      .getByRole('row', { name: /night shift/ })
      .getByText('live')
      .click();
    await page.getByLabel('Reason').fill('end of the shift');
    await page.getByRole('button', { name: 'Revoke night shift' }).click();
    await page.getByRole('alert').getByText('Revoked').waitFor();
    expect((await world.operations.request('GET', '/v1/me', { token: secret })).status).toBe(401);
  });

  it('shows alerts and closes one with a reason', async () => {
    const [{ id }] = await world.dataSource.query<[{ id: string }]>(
      `INSERT INTO alert (kind, subject, message) VALUES ('SILENT_ORIGINATOR', 'MCF of a test', 'Nothing came') RETURNING id`,
    );
    await goto('/alerts');
    const row = page.getByRole('row', { name: /MCF of a test/ });
    await keepPicture('alerts');
    await row.getByText('open', { exact: true }).click();
    await row.getByLabel('Reason').fill('they are on holiday');
    await page.getByRole('button', { name: `Close alert ${id}` }).click();
    await page.getByRole('alert').getByText(`Alert ${id} closed`).waitFor();
    expect(await row.count()).toBe(0);
  });

  it('shows who changed what, with the chain verified, by filter', async () => {
    await goto('/audit');
    await page.getByText('Chain verified').waitFor();
    await keepPicture('audit');
    await page.getByLabel('What').fill('clear-alert');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('they are on holiday').waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(1);
    await page.getByLabel('Who').fill('nobody of this name');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('Nobody changed anything that fits').waitFor();
  });

  it('tells of what is late why, and when it is likely done', async () => {
    await world.dataSource.query(
      `INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state, queued_at, cause)
       SELECT 'S1MIG-004', recipient_id, '2020-03-17T06:00:00Z', now() - interval '2 hours', 'delivering', now(), 'test'
         FROM slot WHERE report_id = 'S1MIG-004' LIMIT 1`,
    );
    await goto('/?day=2020-03-17');
    const row = page.getByRole('row').filter({ hasText: 'late, delivering' }).first();
    expect(await row.textContent()).toMatch(/not read back yet/);
    expect(await row.getByRole('cell').last().textContent()).toMatch(/, in \d+ min|nothing moves/);
    await world.dataSource.query(`DELETE FROM slot WHERE cause = 'test'`);
  });

  it('shows the queues and the API, for reading', async () => {
    await goto('/queues/queue/build-report');
    await page.getByText('build-report').first().waitFor();
    await page.getByText('Loading...').waitFor({ state: 'detached' });
    await keepPicture('queues');
    await goto('/api');
    await page.getByText('/v1/slots/requeue').first().waitFor();
    await keepPicture('api');
  });

  it('fits a phone: no page is wider than the screen', async () => {
    const phone = await context.newPage();
    await phone.setViewportSize(PHONE);
    for (const path of [
      `/?day=${DAY}`,
      '/recipients',
      '/source-files',
      '/migrations',
      '/explain',
      '/slots/1',
      '/slots',
      '/issues/1',
      '/issues/1/diff',
      '/preview?report=S1MIG-004&recipient=70-B3-D5-1F-30-00-A0-01&at=2020-03-16T06:00',
      '/releases',
      '/alerts?all=true',
      '/audit',
      '/api-keys',
    ]) {
      await phone.goto(world.operations.url + path);
      const width = await phone.evaluate('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, PHONE.width]);
      if (PICTURES && path.startsWith('/?'))
        await phone.screenshot({ path: join(PICTURES, 'today-phone.png') });
    }
    await phone.close();
  });

  it('has text that stands out from its ground (WCAG AA), in light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const path of CONTRASTED) {
        await goto(path);
        expect([colorScheme, path, await page.evaluate(LOWEST_CONTRASTS)]).toEqual([colorScheme, path, []]);
      }
    }
  });

  it('asks no other host for anything and complains of nothing', () => {
    expect(requests.length).toBeGreaterThan(20);
    expect(
      requests.filter((url) => !url.startsWith(world.operations.url) && !url.startsWith('data:')),
    ).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
