import type { Principal } from '@app/database';
import { html } from 'hono/html';
import { page } from '../layout';
import type { MigrationFigures } from '../migrations.reader';

export function migrationsPage({ days, combinations }: MigrationFigures, principal: Principal): string {
  return page({
    title: 'Migrations',
    principal,
    path: '/migrations',
    hasCharts: true,
    body: html`<h2>Per day</h2>
      <div class="chart">
        <canvas data-table="days" data-chart="line" role="img" aria-label="Chart of the table below"></canvas>
      </div>
      <details>
        <summary>The figures</summary>
        <div class="scroll">
          <table id="days">
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col" class="number">Commenced</th>
                <th scope="col" class="number">Completed</th>
                <th scope="col" class="number">Failed</th>
              </tr>
            </thead>
            <tbody>
              ${days.toReversed().map(
                ({ day, commenced, completed, failed }) =>
                  html`<tr>
                    <th scope="row">${day}</th>
                    ${[commenced, completed, failed].map((n) => html`<td class="number">${n}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>
      <h2>Failures by combination of device models</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Combination</th>
              <th scope="col" class="number">Concluded</th>
              <th scope="col" class="number">Failed</th>
              <th scope="col" class="number">Failed %</th>
            </tr>
          </thead>
          <tbody>
            ${combinations.map(
              ({ combination, concluded, failed, failedPercent }) =>
                html`<tr>
                  <th scope="row">${combination}</th>
                  <td class="number">${concluded}</td>
                  <td class="number">${failed}</td>
                  <td class="number">${failedPercent.toFixed(1)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
  });
}
