import { reportFileName } from '../file-naming';
import { parseDateTime } from '../calendar/utc-format';
import type { Field } from '../report-definitions/field';
import type { ReportDefinition } from '../report-definitions/report-definition';
import { exampleLines, exampleValues } from './example-file';

const GENERATED = '<!-- Generated from libs/mrr/src/report-definitions by `npm run docs`. Do not edit. -->';

/** The page of one report, in Markdown. */
export function reportPage(definition: ReportDefinition): string {
  const { id, title, purpose, rows, schedule, recipients, order } = definition;
  return [
    GENERATED,
    `# ${id} – ${title}`,
    purpose,
    `| | |
|---|---|
| Slots (UTC) | ${schedule.sentence} |
| Recipients | ${recipients} |
| Rows | ${rows} |
| Order of rows | ${order.sentence} |
| Columns | ${definition.header.length} in the header row, ${definition.detail.length} in a detail row |
| Without rows | ${withoutRows(definition)} |
| Starts | ${starts(definition)} |
| Clauses | ${definition.clauses.join(' · ')} |
| Readings | ${definition.readings.map(readingLink).join(' ')} |
| Machine-readable | [${id}.csvw.json](${id}.csvw.json) |`,
    `## Header row`,
    fieldTable(definition.header),
    `## Detail row`,
    fieldTable(definition.detail),
    `## Example`,
    `\`${exampleFileName(definition)}\``,
    `\`\`\`csv\n${exampleLines(definition).join('\n')}\n\`\`\``,
    '',
  ].join('\n\n');
}

/** The list of all pages. */
export function indexPage(definitions: readonly ReportDefinition[]): string {
  const rows = definitions.map(
    ({ id, title, schedule, recipients, header, detail }) =>
      `| [${id}](${id}.md) | ${title} | ${schedule.sentence} | ${recipients} | ${header.length} | ${detail.length} |`,
  );
  return [
    GENERATED,
    '# The ten reports',
    `Every file is a CSV by RFC 4180: comma, CR LF, UTF-8 without byte order mark, quotes exactly where a field holds a comma,
a quote, CR or LF. There are no column titles and no trailer: one \`00\` row, then \`10\` rows. Words, readings and fine print are in
[the regime](../regime.md). Types: Text; Integer (digits, no leading zeros); Boolean \`1\`/\`0\`; Date \`YYYYMMDD\`; DateTime
\`YYYYMMDDThhmmss\` (UTC). M is mandatory; O is empty when there is no value. A value longer than its maximum is never cut.`,
    `| report | title | slots (UTC) | recipients | header | detail |\n|---|---|---|---|---|---|\n${rows.join('\n')}`,
    '',
  ].join('\n\n');
}

function readingLink(reading: string): string {
  return `[${reading}](../regime.md#${reading.toLowerCase()})`;
}

function withoutRows({ mayBeHeaderOnly }: ReportDefinition): string {
  return mayBeHeaderOnly
    ? 'issued with its header row alone, unless no Migration Authorisation was validated in that week (R17, R30)'
    : 'not issued; the slot ends *nil* and takes no sequence number (R15, R17)';
}

function starts({ startsWithActiveAuthorisations }: ReportDefinition): string {
  return startsWithActiveAuthorisations
    ? 'once a Migration Authorisation File that concerns an active meter has been processed (R14)'
    : 'at once';
}

function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, presence, type, maxLength, source, example }, index) =>
      `| ${index + 1} | ${name} | ${presence} | ${type} | ${maxLength} | ${source} | ${example === '' ? '' : `\`${example}\``} |`,
  );
  return `| # | name | | type | max | source | example |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}`;
}

function exampleFileName({ id, header }: ReportDefinition): string {
  const [, , userId = '', sequence = '', , createdAt = ''] = exampleValues(header);
  return reportFileName({
    report: id,
    partySignifier: 'PXX999',
    userId,
    sequence: Number(sequence),
    createdAt: parseDateTime(createdAt) ?? new Date(0),
  });
}
