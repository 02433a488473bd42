import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import { ALL_REPORTS } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import { previewReport } from '@app/reports';
import type { ProduceOptions, ReportPreview } from '@app/reports';
import { DataSource } from 'typeorm';
import { RecipientReader } from '../recipients/recipient-reader';
import { PRODUCE_OPTIONS } from '../slots/slot-requeuer';

export interface PreviewWish {
  readonly report: ReportId;
  readonly recipient: string;
  /** The slot time that is supposed. */
  readonly at: Date;
}

/** Previews of reports for whoever may see them. */
@Injectable()
export class ReportPreviewer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
    @Inject(PRODUCE_OPTIONS) private readonly options: ProduceOptions,
  ) {}

  /**
   * @param limitBytes of the file that are wanted
   * @throws NotFoundException also for another Party's User ID
   */
  async preview(
    { report, recipient, at }: PreviewWish,
    party: string | null,
    limitBytes: number,
  ): Promise<ReportPreview> {
    const { role } = await this.recipients.find(recipient, party);
    if (role === 'DNO' && !REPORTS_OF_DNOS.has(report)) {
      throw new NotFoundException(`${report} is not for Distribution Network Operators`);
    }
    const database = CLAIMING_REPORTS.has(report) ? this.dataSource : await this.database.current();
    return previewReport(database, this.options, {
      reportId: report,
      recipientId: recipient,
      at,
      now: new Date(),
      limitBytes,
    });
  }
}

/** Their preview claims ledger rows and rolls back, which a replica does not allow. */
const CLAIMING_REPORTS = new Set<string>(['S1MIG-001', 'S1MIG-002', 'S1MIG-006', 'S1MIG-010']);

const REPORTS_OF_DNOS = new Set<string>(
  ALL_REPORTS.filter(({ recipients }) => recipients === 'supplier and DNO').map(({ id }) => id),
);
