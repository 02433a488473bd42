'use strict';

/** Puts the live parts of the page as the server has them now in place of the ones that are shown. */
async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (response.status === 401) return location.reload();
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live-part]')) {
    const replacement = fresh.getElementById(part.id);
    // Whoever stands in this part with the keyboard is not thrown out of it.
    if (!replacement || part.contains(document.activeElement)) continue;
    part.replaceWith(document.adoptNode(replacement));
  }
}

function listen() {
  const status = document.getElementById('live-status');
  const events = new EventSource('/events');
  const tell = (text) => {
    if (status && status.textContent !== text) status.textContent = text;
  };
  events.addEventListener('message', () => {
    tell('Live: shows changes as they happen');
    refresh().catch(() => undefined);
  });
  events.addEventListener('error', () => tell('Connection lost: trying again'));
}

/** By the title of the series, so that good and bad look the same on every chart. */
const COLOURS = {
  Accepted: '#15803d',
  Rejected: '#b91c1c',
  Duplicate: '#64748b',
  Waiting: '#b45309',
  Commenced: '#2563eb',
  Completed: '#15803d',
  Failed: '#b91c1c',
};

/** Draws a table of the page: the first column is the axis, each further one a series. The table stays for reading. */
function draw(canvas) {
  const table = document.getElementById(canvas.dataset.table);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const titles = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const style = getComputedStyle(document.body);
  Chart.defaults.color = style.color;
  new Chart(canvas, {
    type: canvas.dataset.chart,
    data: {
      labels: rows.map((row) => row[0]),
      datasets: titles.slice(1).map((label, index) => ({
        label,
        data: rows.map((row) => Number(row[index + 1])),
        borderColor: COLOURS[label],
        backgroundColor: COLOURS[label],
      })),
    },
    options: {
      maintainAspectRatio: false,
      animation: false,
      scales: {
        x: { stacked: canvas.dataset.chart === 'bar' },
        y: { stacked: canvas.dataset.chart === 'bar', beginAtZero: true, ticks: { precision: 0 } },
      },
    },
  });
}

if ('live' in document.body.dataset) listen();
for (const canvas of document.querySelectorAll('canvas[data-table]')) draw(canvas);
