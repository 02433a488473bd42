import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import { html } from 'hono/html';
import { htmlText } from './html-text';

/** HTML made by the `html` template tag, which escapes whatever is put into it. */
export type Html = ReturnType<typeof html>;

interface PageOptions {
  readonly title: string;
  readonly principal: Principal | undefined;
  /** Path of the page, which the navigation marks. */
  readonly path?: string;
  /** The page looks again when the server says that something changed. */
  readonly isLive?: boolean;
  readonly hasCharts?: boolean;
  readonly body: Html | Html[];
}

/** Who finds a page in the navigation; what they may do is the guard's business. */
type Reader = 'party' | 'viewer' | 'administrator';

const NAVIGATION: readonly { path: string; text: string; least: Reader }[] = [
  { path: '/', text: 'Today', least: 'party' },
  { path: '/slots', text: 'Slots', least: 'party' },
  { path: '/recipients', text: 'Recipients', least: 'party' },
  { path: '/source-files', text: 'Source files', least: 'viewer' },
  { path: '/migrations', text: 'Migrations', least: 'viewer' },
  { path: '/explain', text: 'Explain', least: 'party' },
  { path: '/preview', text: 'Preview', least: 'party' },
  { path: '/releases', text: 'Releases', least: 'viewer' },
  { path: '/alerts', text: 'Alerts', least: 'viewer' },
  { path: '/audit', text: 'Audit', least: 'administrator' },
  { path: '/api-keys', text: 'API keys', least: 'administrator' },
  { path: '/queues', text: 'Queues', least: 'viewer' },
  { path: '/api', text: 'API', least: 'party' },
];

function finds({ role, party }: Principal, least: Reader): boolean {
  return least === 'party' || (party === null && roleIncludes(role, least));
}

/** The frame of every page. */
export function page({
  title,
  principal,
  path,
  isLive = false,
  hasCharts = false,
  body,
}: PageOptions): string {
  const content = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Migration Reporting</title>
        <link rel="stylesheet" href="/assets/console.css" />
        <link rel="icon" href="data:," />
        ${hasCharts ? html`<script src="/assets/chart/chart.umd.js" defer></script>` : ''}
        <script src="/assets/console.js" defer></script>
      </head>
      <body ${isLive ? html`data-live` : ''}>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <p class="brand"><a href="/">Migration Reporting</a></p>
          ${principal ? navigation(principal, path) : ''} ${principal ? account(principal) : ''}
        </header>
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          ${body}
        </main>
        <footer><p>All times are UTC.</p></footer>
      </body>
    </html>`;
  return htmlText(content);
}

function navigation(principal: Principal, path: string | undefined): Html {
  const links = NAVIGATION.filter(({ least }) => finds(principal, least));
  return html`<nav aria-label="Main">
    <ul>
      ${links.map(
        (link) =>
          html`<li>
            <a href="${link.path}" ${link.path === path ? html`aria-current="page"` : ''}>${link.text}</a>
          </li>`,
      )}
    </ul>
  </nav>`;
}

function account({ name, role, party }: Principal): Html {
  return html`<form class="account" method="post" action="/logout">
    <span>${name}, ${role}${party === null ? '' : ` of ${party}`}</span>
    <button class="plain">Sign out</button>
  </form>`;
}
