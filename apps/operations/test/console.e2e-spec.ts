import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../test/support/browser';
import { ADMINISTRATOR_TOKEN } from '../../../test/support/operations-app';
import { eventually, populatedOperations } from '../../../test/support/populated-operations';
import type { PopulatedOperations } from '../../../test/support/populated-operations';

/** Set to a folder, the pages are kept there as pictures. */
const PICTURES = process.env['CONSOLE_PICTURES'];
const PHONE = { width: 390, height: 844 };
const DAY = '2020-03-16';

interface Failed {
  readonly slotId: string;
  readonly fileName: string;
  readonly path: string;
  readonly original: Buffer;
}

describe('the console', () => {
  let world: PopulatedOperations;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  const goto = async (path: string): Promise<void> => {
    await page.goto(world.operations.url + path, { waitUntil: 'domcontentloaded' });
  };
  const chartIsDrawn = (): Promise<void> =>
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
    const [issue] = await world.pipeline.dataSource.query<
      { id: string; slot_id: string; folder: string; file_name: string }[]
    >(`SELECT id, slot_id, folder, file_name FROM issue WHERE report_id = $1 ORDER BY id DESC LIMIT 1`, [
      reportId,
    ]);
    if (!issue) throw new Error(`No issue of ${reportId}`);
    const path = join(world.deliveredDir, issue.folder, issue.file_name);
    const original = await readFile(path);
    await writeFile(path, 'something else');
    await world.pipeline.dataSource.query(
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

  beforeAll(async () => {
    world = await populatedOperations({ delivers: true });
    await world.pipeline.load({ path: 'ORG_broken.csv', bytes: Buffer.from('no file of ours') });
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.setDefaultTimeout(15_000);
  }, 240_000);
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
    const [{ slot_id, sequence_number }] = await world.pipeline.dataSource.query<
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
    const [{ recipient_id }] = await world.pipeline.dataSource.query<[{ recipient_id: string }]>(
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
    const [{ import_mpan }] = await world.pipeline.dataSource.query<[{ import_mpan: string }]>(
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
      for (const path of [`/?day=${DAY}`, '/slots/1', '/explain', '/source-files']) {
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

/** In the page: texts whose contrast to the ground behind them is below 4.5 to 1. */
const LOWEST_CONTRASTS = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const ground = rgba(getComputedStyle(at).backgroundColor);
      if (ground[3] === 255) return ground;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!hasText || element.closest('script, style, .skip')) continue;
    const [a, b] = [luminance(rgba(getComputedStyle(element).color)), luminance(groundOf(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.add(element.tagName + '.' + element.className + ' ' + contrast.toFixed(2));
  }
  return [...found];
})()`;
