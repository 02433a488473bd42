import { OPERATOR_ROLES } from '@app/database';
import type { ApiKey, Principal } from '@app/database';
import { html } from 'hono/html';
import { page } from '../layout';
import type { Html } from '../layout';
import { when } from '../text';
import { dataTable, noticeOf, reasonField, select } from './parts';

export interface NewKey {
  readonly name: string;
  readonly secret: string;
}

/** @param created the key that was made just now: its secret is on this one page and never again */
export function apiKeysPage(
  keys: readonly ApiKey[],
  parties: readonly { value: string; text: string }[],
  created: NewKey | null,
  notice: string | null,
  principal: Principal,
): string {
  return page({
    title: 'API keys',
    principal,
    path: '/api-keys',
    body: html`${noticeOf(notice)} ${created === null ? '' : shownOnce(created)}
      ${
        keys.length === 0
          ? html`<p>There are none yet.</p>`
          : dataTable(
              ['Name', 'Role', 'Party', 'Made', 'Expires', 'State'],
              keys.map((key) => [
                key.name,
                key.role,
                key.party ?? 'all',
                when(key.createdAt),
                key.expiresAt ? when(key.expiresAt) : 'never',
                stateOf(key),
              ]),
            )
      }
      <h2>Make a key</h2>
      <form class="panel" method="post" action="/api-keys">
        <label class="wide">Name <input name="name" required maxlength="100" autocomplete="off" /></label>
        ${select(
          'Role',
          'role',
          OPERATOR_ROLES.map((role) => ({ value: role, text: role })),
          'viewer',
        )}
        ${select('Party', 'party', [{ value: '', text: 'all data' }, ...parties], '')}
        <label>Expires on (UTC) <input type="date" name="expiresOn" /></label>
        <button>Make</button>
      </form>
      <p class="quiet">A key of one Party is a viewer's and sees that Party's reports alone.</p>`,
  });
}

function shownOnce({ name, secret }: NewKey): Html {
  return html`<div class="notice good" role="alert">
    <p><strong>The key of ${name}.</strong> Copy it now: only its hash is kept, it is never shown again.</p>
    <p><code id="secret" class="secret">${secret}</code></p>
  </div>`;
}

function stateOf(key: ApiKey): Html {
  if (key.revokedAt) return html`<span class="badge">revoked ${when(key.revokedAt)}</span>`;
  if (key.expiresAt && key.expiresAt <= new Date()) return html`<span class="badge">expired</span>`;
  return html`<details>
    <summary>live</summary>
    <form class="inline" method="post" action="/api-keys/${key.id}/revoke">
      ${reasonField()}
      <button>Revoke ${key.name}</button>
    </form>
  </details>`;
}
