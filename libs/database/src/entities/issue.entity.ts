import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A produced report: slot, sequence number and archived file. Never changes once it is committed (P5). */
@Entity({ name: 'issue', synchronize: false })
export class Issue {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id!: string;

  @Column('bigint', { name: 'slot_id' })
  slotId!: string;

  @Column('varchar', { name: 'report_id', length: 9 })
  reportId!: string;

  @Column('varchar', { name: 'recipient_id', length: 23 })
  recipientId!: string;

  @Column('integer', { name: 'sequence_number' })
  sequenceNumber!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'file_name' })
  fileName!: string;

  /** The party's folder at the time of the issue. */
  @Column('text')
  folder!: string;

  @Column('integer', { name: 'row_count' })
  rowCount!: number;

  @Column('bigint', { name: 'size_bytes' })
  sizeBytes!: string;

  @Column('text')
  sha256!: string;

  @Column('text', { name: 'archive_key' })
  archiveKey!: string;
}
