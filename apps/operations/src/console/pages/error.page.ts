import { STATUS_CODES } from 'node:http';
import type { Principal } from '@app/database';
import { html } from 'hono/html';
import { page } from '../layout';

export function errorPage(status: number, detail: string, principal: Principal | undefined): string {
  return page({
    title: STATUS_CODES[status] ?? 'Error',
    principal,
    body: html`<p role="alert">${detail}</p>
      <p><a href="/">Back to Today</a></p>`,
  });
}
