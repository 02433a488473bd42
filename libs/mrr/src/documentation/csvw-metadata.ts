import type { Field } from '../report-definitions/field';
import type { ReportDefinition } from '../report-definitions/report-definition';

/**
 * CSV on the Web metadata of one report. CSVW knows tables of one kind of row only, so a report is two tables: the `00`
 * row and the `10` rows of the file, told apart by their first column.
 */
export function csvwMetadata(definition: ReportDefinition): object {
  const { id, title, header, detail } = definition;
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    'dc:title': `${id} ${title}`,
    'dc:description': `Split a report file into its first row (${id}.header.csv) and the other rows (${id}.detail.csv).`,
    dialect: {
      encoding: 'utf-8',
      delimiter: ',',
      quoteChar: '"',
      doubleQuote: true,
      lineTerminators: ['\r\n'],
      header: false,
      headerRowCount: 0,
      trim: false,
    },
    tables: [table(`${id}.header.csv`, header), table(`${id}.detail.csv`, detail)],
  };
}

function table(url: string, fields: readonly Field[]): object {
  return { url, tableSchema: { columns: fields.map(column) } };
}

function column(field: Field): object {
  return {
    name: columnName(field.name),
    titles: field.name,
    'dc:description': field.source,
    required: field.presence === 'M',
    null: '',
    datatype: datatype(field),
  };
}

/** CSVW names are URI template variables: letters, digits and underscores. */
function columnName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function datatype({ type, maxLength, values }: Field): object {
  switch (type) {
    case 'Text':
      return {
        base: 'string',
        maxLength,
        ...(values === undefined ? {} : { format: values.map(escapeForPattern).join('|') }),
      };
    case 'Integer':
      return { base: 'nonNegativeInteger', format: '0', maximum: 10 ** maxLength - 1 };
    case 'Boolean':
      return { base: 'boolean', format: '1|0' };
    case 'Date':
      return { base: 'date', format: 'yyyyMMdd' };
    case 'DateTime':
      return { base: 'dateTime', format: 'yyyyMMddTHHmmss' };
  }
}

function escapeForPattern(value: string): string {
  return value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
