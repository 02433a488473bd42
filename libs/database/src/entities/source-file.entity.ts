import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export type SourceFileState = 'received' | 'accepted' | 'rejected' | 'duplicate';

/** One received file and what became of it. */
@Entity({ name: 'source_file', synchronize: false })
export class SourceFile {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  /** Path below the folder or upload that it came from. */
  @Column('text')
  path!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'name_key' })
  nameKey!: string;

  @Column('text', { nullable: true })
  sha256!: string | null;

  @Column('bigint', { name: 'size_bytes' })
  sizeBytes!: string;

  @Column('text', { name: 'archive_key', nullable: true })
  archiveKey!: string | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('text')
  state!: SourceFileState;

  @Column('text', { nullable: true })
  kind!: string | null;

  @Column('timestamptz', { name: 'created_at', nullable: true })
  createdAt!: Date | null;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;
}
