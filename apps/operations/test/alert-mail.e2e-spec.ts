import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { AlertNotifier } from '../src/alerts/alert-notifier';
import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { startOperations } from '../../../test/support/operations-app';
import type { OperationsApp } from '../../../test/support/operations-app';

const PASSWORD = 'right';

/** A mail server on this machine that can refuse its client, and be away. */
class Mailbox {
  readonly messages: { to: string[]; content: string }[] = [];
  password = PASSWORD;
  #server: SMTPServer | undefined;
  port = 0;

  async up(): Promise<void> {
    this.#server = new SMTPServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) => {
        if (password === this.password) done(null, { user: username });
        else done(new Error('Invalid user or password'));
      },
      onData: (stream, { envelope }, done) => {
        let content = '';
        stream.setEncoding('utf8').on('data', (part: string) => (content += part));
        stream.on('end', () => {
          this.messages.push({ to: envelope.rcptTo.map(({ address }) => address), content });
          done();
        });
      },
    });
    this.#server.on('error', () => undefined); // the client reports it
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server.server, 'listening');
    this.port = (this.#server.server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
    this.#server = undefined;
  }
}

describe('alerts by mail', () => {
  const mailbox = new Mailbox();
  const heard: string[] = [];
  let webhook: Server;
  let webhookStatus = 200;
  let pipeline: InProcessPipeline;
  const started: OperationsApp[] = [];

  const start = async (): Promise<AlertNotifier> => {
    const operations = await startOperations(pipeline, {
      ALERT_WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}`,
      ALERT_SMTP_URL: `smtp://mrr:${PASSWORD}@127.0.0.1:${mailbox.port}`,
      ALERT_MAIL_FROM: 'mrr@dcc.example',
      ALERT_MAIL_TO: 'duty@dcc.example, lead@dcc.example',
      ALERT_POLL_INTERVAL: '1h',
    });
    started.push(operations);
    return operations.app.get(AlertNotifier);
  };
  const raise = (subject: string): Promise<unknown> =>
    pipeline.dataSource.query(
      `INSERT INTO alert (kind, subject, message) VALUES ('SLOT_LATE', $1, 'was due and is queued')`,
      [subject],
    );
  const mailsOn = (subject: string): number =>
    mailbox.messages.filter(({ content }) => content.includes(`(${subject})`)).length;

  beforeAll(async () => {
    await mailbox.up();
    webhook = createServer((request, response) => {
      json(request).then(
        (body) => {
          const { alerts } = body as { alerts: { subject: string }[] };
          if (webhookStatus === 200) heard.push(...alerts.map(({ subject }) => subject));
          response.writeHead(webhookStatus).end();
        },
        () => response.destroy(),
      );
    });
    webhook.listen(0, '127.0.0.1');
    await once(webhook, 'listening');
  });
  afterAll(async () => {
    webhook.close();
    await mailbox.down();
  });
  beforeEach(async () => {
    pipeline = await InProcessPipeline.open();
    heard.length = 0;
    mailbox.messages.length = 0;
    mailbox.password = PASSWORD;
    webhookStatus = 200;
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((operations) => operations.close()));
    await pipeline.close();
  });

  it('reach everybody named, once, with kind, subject and message', async () => {
    const notifier = await start();
    await raise('slot 1');
    await raise('slot 2');
    expect(await notifier.notify()).toBe(2);
    expect(await notifier.notify()).toBe(0);
    expect(mailbox.messages).toHaveLength(1);
    expect(mailbox.messages[0]?.to).toEqual(['duty@dcc.example', 'lead@dcc.example']);
    expect(mailbox.messages[0]?.content).toContain('Subject: Migration Reporting: 2 alerts');
    expect(mailbox.messages[0]?.content).toContain('SLOT_LATE (slot 2): was due and is queued');
  });

  it('that the server refuses are tried again until it takes them; the webhook is told at once and not again', async () => {
    const notifier = await start();
    mailbox.password = 'changed';
    await raise('slot 1');
    await expect(notifier.notify()).rejects.toThrow(/^mail: .*535/);
    await expect(notifier.notify()).rejects.toThrow(/^mail: /);
    await raise('slot 2');
    await expect(notifier.notify()).rejects.toThrow(/^mail: /);
    expect(heard).toEqual(['slot 1', 'slot 2']);
    mailbox.password = PASSWORD;
    expect(await notifier.notify()).toBe(2);
    expect(await notifier.notify()).toBe(0);
    expect([mailsOn('slot 1'), mailsOn('slot 2')]).toEqual([1, 1]);
    expect(heard).toEqual(['slot 1', 'slot 2']);
  });

  it('wait for a server that is away, of two processes only one tells, and nothing is told twice', async () => {
    const [first, second] = [await start(), await start()];
    await mailbox.down();
    await raise('slot 1');
    await expect(first.notify()).rejects.toThrow(/^mail: /);
    expect(await second.notify()).toBe(0);
    await mailbox.up();
    expect(await second.notify()).toBe(0);
    expect(await first.notify()).toBe(1);
    expect(mailsOn('slot 1')).toBe(1);
    expect(heard).toEqual(['slot 1']);
  });

  it('are sent though the webhook fails, more of them than one message holds, and each once', async () => {
    const notifier = await start();
    webhookStatus = 500;
    const subjects = Array.from({ length: 130 }, (_, index) => `slot ${index + 1}`);
    for (const subject of subjects) await raise(subject);
    await expect(notifier.notify()).rejects.toThrow('webhook: The webhook answered 500');
    await expect(notifier.notify()).rejects.toThrow('webhook');
    expect(subjects.map(mailsOn)).toEqual(subjects.map(() => 1));
    webhookStatus = 200;
    while ((await notifier.notify()) > 0);
    expect(heard).toEqual(subjects);
    expect(subjects.map(mailsOn)).toEqual(subjects.map(() => 1));
  });

  it('go on by the next process when the one that told has ended', async () => {
    const first = await start();
    const second = await start();
    await raise('slot 1');
    expect(await first.notify()).toBe(1);
    await started.shift()?.close();
    await raise('slot 2');
    expect(await second.notify()).toBe(1);
    expect([mailsOn('slot 1'), mailsOn('slot 2')]).toEqual([1, 1]);
  });
});
