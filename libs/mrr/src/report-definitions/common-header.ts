import { enumeration, field, HEADER_RECORD_TYPE, recordType, type Field } from './field';
import type { ReportId } from './report-definition';

/** The six columns with which the header row of every report begins (MRR Appendix A). */
export function commonHeader(id: ReportId, title: string): readonly Field[] {
  return [
    recordType(HEADER_RECORD_TYPE),
    enumeration('Report Identifier', 'M', 9, 'identifier of the report', id, [id]),
    field(
      'Report Recipient User ID',
      'M',
      'Text',
      23,
      'User ID that the slot is for',
      '70-B3-D5-1F-30-00-A0-01',
    ),
    field(
      'Report Sequence Number',
      'M',
      'Integer',
      6,
      'number of the issue per Report ID and User ID, from 1 (R15)',
      '10',
    ),
    enumeration('Report Title', 'M', 100, 'title of the report, verbatim', title, [title]),
    field(
      'Report Creation DateTime',
      'M',
      'DateTime',
      15,
      'creation time of the issue, UTC',
      '20200309T060000',
    ),
  ];
}
