import { html } from 'hono/html';
import { htmlText } from '../html-text';

/** Self-contained: whoever sees it may not fetch anything else. */
const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f3f4f6, #14181f); }
  main { width: min(24rem, 90vw); padding: 2rem; border-radius: .75rem; background: light-dark(#fff, #1d232d); }
  h1 { font-size: 1.3rem; margin-top: 0; }
  label, input, button { display: block; width: 100%; box-sizing: border-box; }
  input, button { font: inherit; padding: .6rem; margin-top: .5rem; border-radius: .4rem; border: 1px solid #6b7280; }
  button { margin-top: 1rem; background: #1d4ed8; color: #fff; border-color: #1d4ed8; cursor: pointer; }
  .refused { color: light-dark(#b91c1c, #fca5a5); }
  :focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }`;

/** @param next the page to go to afterwards */
export function loginPage(next: string, refusal: string | null): string {
  const content = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sign in · Migration Reporting</title>
        <link rel="icon" href="data:," />
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>Migration Reporting</h1>
          ${refusal === null ? '' : html`<p class="refused" role="alert">${refusal}</p>`}
          <form method="post" action="/login">
            <label for="token">API key or access token</label>
            <input
              id="token"
              name="token"
              type="password"
              autocomplete="current-password"
              required
              autofocus
            />
            <input type="hidden" name="next" value="${next}" />
            <button>Sign in</button>
          </form>
        </main>
      </body>
    </html>`;
  return htmlText(content);
}
