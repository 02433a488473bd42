import type { AlertsConfig } from '@app/config';
import { createTransport } from 'nodemailer';
import type { Alert } from './alert-reader';

/** A way to tell people of alerts. Rejects if they could not be told. */
export interface NotificationChannel {
  readonly name: string;
  send(alerts: readonly Alert[]): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** The configured ways; without any, alerts stay in the console. */
export function notificationChannels(config: AlertsConfig): NotificationChannel[] {
  const { webhookUrl, mail } = config;
  return [...(webhookUrl ? [webhook(webhookUrl)] : []), ...(mail ? [mailbox(mail)] : [])];
}

function webhook(url: string): NotificationChannel {
  return {
    name: 'webhook',
    async send(alerts) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        // `text` is what chat systems show; programs read `alerts`.
        body: JSON.stringify({ text: textOf(alerts), alerts }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
    },
  };
}

function mailbox({ smtpUrl, from, to }: NonNullable<AlertsConfig['mail']>): NotificationChannel {
  // The library's own timeouts are minutes; nobody else should wait that long.
  const transport = createTransport(
    { url: smtpUrl, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    { from },
  );
  return {
    name: 'mail',
    async send(alerts) {
      const subject =
        alerts.length === 1
          ? `Migration Reporting: ${alerts[0]?.kind}`
          : `Migration Reporting: ${alerts.length} alerts`;
      await transport.sendMail({ from, to, subject, text: textOf(alerts) });
    },
  };
}

function textOf(alerts: readonly Alert[]): string {
  return alerts.map(({ kind, subject, message }) => `${kind} (${subject}): ${message}`).join('\n');
}
