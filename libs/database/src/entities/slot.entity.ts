import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export const SLOT_STATES = [
  'planned',
  'queued',
  'building',
  'built',
  'delivering',
  'delivered',
  'nil',
  'failed',
] as const;
export type SlotState = (typeof SLOT_STATES)[number];

/** The obligation of one report to one recipient User ID at one scheduled instant. */
@Entity({ name: 'slot', synchronize: false })
export class Slot {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('varchar', { name: 'report_id', length: 9 })
  reportId!: string;

  @Column('varchar', { name: 'recipient_id', length: 23 })
  recipientId!: string;

  @Column('timestamptz', { name: 'slot_time' })
  slotTime!: Date;

  /** `calendar`, or the MAVR file name that a S1MIG-010 slot answers (R20). */
  @Column('text')
  cause!: string;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('text')
  state!: SlotState;

  @Column('timestamptz', { name: 'report_created_at', nullable: true })
  reportCreatedAt!: Date | null;

  @Column('text', { name: 'nil_reason', nullable: true })
  nilReason!: string | null;

  @Column('text', { name: 'last_error_code', nullable: true })
  lastErrorCode!: string | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;
}
