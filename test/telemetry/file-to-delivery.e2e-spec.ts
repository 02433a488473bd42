import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSample, REPRODUCIBLE } from '../cli/sample';
import { Mrr, mrr, temporaryFolder } from '../cli/mrr';
import { eventually } from '../cli/processes';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver';

interface LogLine {
  readonly message: string;
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly files?: readonly string[];
}

/** The sample holds hostile files. */
const REJECTED_INPUT = 3;

/** The whole system as processes of its own, delivering to a simulated SharePoint, with a collector that listens. */
describe('from the upload of a file to the delivery of its outcomes', () => {
  const folder = temporaryFolder();
  const MONDAY_MORNING = ['--from', '2020-03-09T05:00:00Z', '--to', '2020-03-09T06:00:00Z'];
  const LONG_MS = 800_000;
  let receiver: OtlpReceiver;
  let failed: number;
  const logs: Record<string, { raw: string; lines: LogLine[] }> = {};

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    await generateSample(folder);
    const up = new Mrr(['up', '--with-sharepoint-simulator', '--json'], folder, {
      ...REPRODUCIBLE,
      SCHEDULER_POLL_INTERVAL: '250ms',
      OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20for-the-collector',
    });
    await eventually('everything is up', () => up.stdout.includes('"console"'));
    const { exitCode } = await mrr(['ingest', 'in', '--json'], folder);
    if (exitCode !== REJECTED_INPUT) throw new Error(`mrr ingest ended with ${exitCode}`);
    const run = await mrr(['run', ...MONDAY_MORNING, '--json'], folder);
    failed = (JSON.parse(run.stdout) as { slots: { failed: number } }).slots.failed;
    up.signal('SIGTERM');
    await up.ended();
    for (const app of ['ingest', 'report-scheduler', 'report-worker', 'distribution']) {
      const raw = readFileSync(join(folder, 'home', 'logs', `${app}.log`), 'utf8');
      const lines = raw.split('\n').filter((line) => line.startsWith('{'));
      logs[app] = { raw, lines: lines.map((line) => JSON.parse(line) as LogLine) };
    }
  }, LONG_MS);
  afterAll(() => receiver.stop());

  const linesOf = (app: string): LogLine[] => logs[app]?.lines ?? [];

  it('the log of each app names the file, and the job end lines have one form', () => {
    expect(failed).toBe(0);
    const delivered = linesOf('distribution').find(
      ({ message, files = [] }) => message.startsWith('Delivered issue') && files.length > 0,
    );
    const file = delivered?.files?.[0] ?? '';
    expect(file).toMatch(/^file-\d+$/);
    const ofFile = linesOf('ingest').filter(({ correlationId }) => correlationId === file);
    expect(ofFile.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Received file \d+: \d+ bytes$/),
      expect.stringMatching(/^Accepted file \d+: \d+ records, \d+ set aside$/),
      expect.stringMatching(/^Done ingest-file file \d+ \(\d+\.\d s, attempt 1 of 5\)$/),
    ]);
    const ofSlot = linesOf('report-worker').filter(
      ({ correlationId }) => correlationId === delivered?.correlationId,
    );
    expect(ofSlot.find(({ message }) => message.startsWith('Issued'))?.files).toContain(file);
    expect(ofSlot.at(-1)?.message).toMatch(/^Done build-report slot \d+ \(\d+\.\d s, attempt 1 of 5\)$/);
  });

  it('every delivered issue tells in both logs of which files it is made', () => {
    // A file whose load ends while the issue is built may stand in the later line alone.
    const issued = new Map(
      linesOf('report-worker')
        .filter(({ message }) => message.startsWith('Issued'))
        .map(({ correlationId, files = [] }) => [correlationId, files]),
    );
    const delivered = linesOf('distribution').filter(({ message }) => message.startsWith('Delivered'));
    expect(delivered.length).toBeGreaterThan(5);
    for (const { correlationId, files = [] } of delivered) {
      const before = issued.get(correlationId);
      expect(before).toBeDefined();
      if (before?.length) expect(files.filter((file) => before.includes(file))).not.toEqual([]);
    }
  });

  it('spans hang together: receipt and load of a file; plan, build, distribution and requests of a slot', () => {
    expect(new Set(receiver.spans.map(({ service }) => service))).toEqual(
      new Set(['ingest', 'report-scheduler', 'report-worker', 'distribution']),
    );
    expect([...receiver.authorizations]).toEqual(['Bearer for-the-collector']);
    const loads = receiver.named('process ingest-file');
    expect(loads.length).toBeGreaterThan(5);
    for (const load of loads) {
      expect(receiver.ancestry(load)).toEqual([
        'process ingest-file',
        'add ingest-file.ingest-file',
        'receive-file',
      ]);
    }
    const uploads = receiver.spans.filter(isUpload);
    expect(uploads.length).toBeGreaterThan(5);
    for (const upload of uploads) {
      expect(receiver.ancestry(upload).slice(1)).toEqual([
        'deliver',
        'process distribute-report',
        'add distribute-report.distribute-report',
        'process build-report',
        'plan-slot',
      ]);
    }
    expect(receiver.spans.filter((span) => receiver.ancestry(span).includes('?'))).toEqual([]);
  });

  it('each build that issued is linked to the receipt of the files behind it, and the log tells its trace', () => {
    const receipts = new Map(receiver.named('receive-file').map((span) => [span.spanId, span.traceId]));
    const issuing = receiver
      .named('process build-report')
      .filter(({ attributes }) => attributes.some(({ key }) => key === 'mrr.issue.rows'));
    expect(issuing.length).toBeGreaterThan(5);
    expect(issuing.filter(({ links = [] }) => links.length > 0).length).toBeGreaterThan(issuing.length / 2);
    for (const { links = [] } of issuing) {
      for (const { spanId, traceId } of links) expect(receipts.get(spanId)).toBe(traceId);
    }
    const traces = new Set(issuing.map(({ traceId }) => traceId));
    for (const { message, traceId = '' } of linesOf('distribution')) {
      if (message.startsWith('Delivered')) expect(traces).toContain(traceId);
    }
  });

  it('neither traces nor logs name a meter point or a secret, and traces no Party', () => {
    const told =
      JSON.stringify(receiver.spans) +
      Object.values(logs)
        .map(({ raw }) => raw)
        .join('');
    const inputs = readdirSync(join(folder, 'in'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    const meterPoints = new Set(inputs.flatMap((text) => text.match(/(?<!\d)\d{13}(?!\d)/g) ?? []));
    expect(meterPoints.size).toBeGreaterThan(10);
    expect((told.match(/(?<!\d)\d{13}(?!\d)/g) ?? []).filter((found) => meterPoints.has(found))).toEqual([]);
    expect(told).not.toContain('for-the-collector');
    expect(JSON.stringify(receiver.spans).match(/SUP00\d .{20}|\(reports\)|S1MIG-00\d_.{20}/)).toBeNull();
  });
});

function isUpload({ attributes, service }: ReceivedSpan): boolean {
  const method = attributes.find(({ key }) => key === 'http.request.method')?.value;
  return service === 'distribution' && JSON.stringify(method) === '{"stringValue":"PUT"}';
}
