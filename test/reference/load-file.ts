import * as csv from './csv-kinds';
import { InputName } from './naming';
import { CsvKind, Problem, ReadFile, XmlKind, readCsv, readXml } from './read-file';
import { Loaded } from './records';
import * as xml from './xml-kinds';

/** A readable file: its business key, the records that it lost, and what it adds to the migration data. */
export interface Readable {
  key: string;
  problems: Problem[];
  loadInto: (loaded: Loaded) => void;
}

type FileOf<K> = K extends CsvKind<infer H, infer R> | XmlKind<infer H, infer R> ? ReadFile<H, R> : never;

export function readFile(name: InputName, path: string, text: string): Readable {
  switch (name.kind) {
    case 'ORG':
      return organisations(readCsv(name, text, csv.ORGANISATIONS));
    case 'DC':
      return commitments(readCsv(name, text, csv.COMMITMENTS));
    case 'MA':
      return authorisations(name, readCsv(name, text, csv.AUTHORISATIONS));
    case 'MAVR':
      return responses(name, path, readCsv(name, text, csv.VALIDATION_RESPONSES));
    case 'MACR':
      return completions(name, path, readCsv(name, text, csv.COMPLETION_RESPONSES));
    case 'MCF':
      return common(readXml(name, text, xml.COMMON_FILE));
    case 'MCVF':
      return validations(readXml(name, text, xml.VALIDATION_FILE));
    case 'MGF':
      return groups('MGF', readXml(name, text, xml.GROUP_FILE));
    case 'MGEF':
      return groups('MGEF', readXml(name, text, xml.GROUP_ENCRYPTED_FILE));
    case 'S1SPCF':
      return outcomes('S1SPCF', name, path, readXml(name, text, xml.S1SP_COMMISSIONING_FILE));
    case 'COF':
      return outcomes('COF', name, path, readXml(name, text, xml.COMMISSIONING_OUTCOME_FILE));
    default:
      return audit(name.kind, readCsv(name, text, csv.auditKind(name.kind as 'S1SPAUD' | 'CPAUD')));
  }
}

function organisations(file: FileOf<typeof csv.ORGANISATIONS>): Readable {
  const created = file.header.created;
  const rows = file.records.map(({ value }) => value);
  return {
    key: `ORG ${created}`,
    problems: file.problems,
    loadInto: (loaded) => loaded.organisations.push({ created, rows }),
  };
}

function commitments(file: FileOf<typeof csv.COMMITMENTS>): Readable {
  const { userId, smso, week, issued } = file.header;
  return {
    key: `DC ${userId} ${smso} ${week} ${issued}`,
    problems: file.problems,
    loadInto: (loaded) =>
      loaded.commitments.push(...file.records.map(({ value }) => ({ userId, smso, issued, ...value }))),
  };
}

function withoutSuffix(name: InputName): string {
  return name.name.replace(/\.csv$/, '');
}

function authorisations(name: InputName, file: FileOf<typeof csv.AUTHORISATIONS>): Readable {
  const own = { file: withoutSuffix(name), ...file.header };
  return {
    key: name.name,
    problems: file.problems,
    loadInto: (loaded) =>
      loaded.authorisations.push(...file.records.map(({ value }) => ({ ...own, ...value }))),
  };
}

function responses(name: InputName, path: string, file: FileOf<typeof csv.VALIDATION_RESPONSES>): Readable {
  return {
    key: name.name,
    problems: file.problems,
    loadInto: (loaded) => {
      for (const { at, value } of file.records) {
        loaded.responses.push({ path, fileName: name.name, record: at, ...file.header, ...value });
      }
    },
  };
}

function completions(name: InputName, path: string, file: FileOf<typeof csv.COMPLETION_RESPONSES>): Readable {
  return {
    key: name.name,
    problems: file.problems,
    loadInto: (loaded) => {
      for (const { at, value } of file.records) {
        loaded.completions.push({ path, fileName: name.name, record: at, ...file.header, ...value });
      }
    },
  };
}

function common(file: FileOf<typeof xml.COMMON_FILE>): Readable {
  const { smso, requestingParty, mcf: counter, created } = file.header;
  return {
    key: `MCF ${smso} ${requestingParty} ${counter}`,
    problems: file.problems,
    loadInto: (loaded) => {
      for (const { value } of file.records)
        loaded.common.push({ smso, requestingParty, counter, created, ...value });
    },
  };
}

function validations(file: FileOf<typeof xml.VALIDATION_FILE>): Readable {
  const { party, counter, created } = file.header;
  return {
    key: `MCVF ${party} ${counter}`,
    problems: file.problems,
    loadInto: (loaded) => {
      for (const { value } of file.records) loaded.validations.push({ party, counter, created, ...value });
    },
  };
}

function groups(kind: 'MGF' | 'MGEF', file: FileOf<typeof xml.GROUP_FILE>): Readable {
  const { smso, requestingParty, mcf, groupId, counter, created } = file.header;
  const encrypted = kind === 'MGEF';
  return {
    key: [kind, smso, requestingParty, mcf, groupId, counter].join(' '),
    problems: file.problems,
    loadInto: (loaded) => {
      for (const { value } of file.records)
        loaded.groups.push({ encrypted, groupId, counter, created, ...value });
    },
  };
}

function outcomes(
  kind: 'S1SPCF' | 'COF',
  name: InputName,
  path: string,
  file: FileOf<typeof xml.S1SP_COMMISSIONING_FILE>,
): Readable {
  const { party, counter, created } = file.header;
  return {
    key: `${kind} ${party} ${counter}`,
    problems: file.problems,
    loadInto: (loaded) => {
      for (const { at, value } of file.records) {
        loaded.outcomes.push({
          path,
          fileName: name.name,
          record: at,
          kind,
          party,
          counter,
          created,
          ...value,
        });
      }
    },
  };
}

function audit(kind: string, file: ReadFile<{ originator: string; counter: number }, null>): Readable {
  return {
    key: `${kind} ${file.header.originator} ${file.header.counter}`,
    problems: file.problems,
    loadInto: () => undefined,
  };
}
