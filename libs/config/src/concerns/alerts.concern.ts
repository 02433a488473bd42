import { z } from 'zod';
import { defineConcern, missingBecause } from '../concern';
import { intervalOf, optionalText, optionalUrl } from '../variable';

/** Where alerts are told besides the console; nothing set: nowhere. */
export const alertsConcern = defineConcern({
  variables: z.object({
    ALERT_POLL_INTERVAL: intervalOf('15s'),
    ALERT_WEBHOOK_URL: optionalUrl(/^https?$/, 'a URL that takes alerts as JSON by POST'),
    ALERT_SMTP_URL: optionalUrl(/^smtps?$/, 'an smtp:// or smtps:// URL'),
    ALERT_MAIL_FROM: optionalText('a mail address'),
    ALERT_MAIL_TO: optionalText('mail addresses separated by commas'),
  }),
  rules: (raw) =>
    raw['ALERT_SMTP_URL']
      ? ['ALERT_MAIL_FROM', 'ALERT_MAIL_TO']
          .filter((name) => !raw[name])
          .map((name) => missingBecause(name, 'ALERT_SMTP_URL is set'))
      : [],
  build: (env) => ({
    pollIntervalMs: env.ALERT_POLL_INTERVAL,
    webhookUrl: env.ALERT_WEBHOOK_URL ?? null,
    mail: env.ALERT_SMTP_URL
      ? { smtpUrl: env.ALERT_SMTP_URL, from: env.ALERT_MAIL_FROM ?? '', to: env.ALERT_MAIL_TO ?? '' }
      : null,
  }),
});

export type AlertsConfig = ReturnType<typeof alertsConcern.build>;
