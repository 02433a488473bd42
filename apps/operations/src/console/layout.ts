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

const NAVIGATION = [
  { path: '/', text: 'Today', isForAll: true },
  { path: '/recipients', text: 'Recipients', isForAll: true },
  { path: '/source-files', text: 'Source files', isForAll: false },
  { path: '/migrations', text: 'Migrations', isForAll: false },
  { path: '/explain', text: 'Explain', isForAll: true },
  { path: '/queues', text: 'Queues', isForAll: false },
  { path: '/api', text: 'API', isForAll: true },
] as const;

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
  const links = NAVIGATION.filter(({ isForAll }) => isForAll || principal.party === null);
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
