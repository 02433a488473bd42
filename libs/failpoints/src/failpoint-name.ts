/**
 * Every place between two effects at which a process can be made to stop or fail, in the order of the work. What has
 * happened by then stands in the name; a name without "after" or "before" is hit once per piece of what is going on.
 */
export const FAILPOINT_NAMES = [
  // ingest: receiving
  'receive.after-archive', // the bytes are kept, no row knows of them
  'receive.after-row', // the file is noted, nobody has been rung for
  'receive.after-ring', // rung for, the uploader has no answer; a file of the inbox lies there still
  // ingest: loading, all in one transaction
  'load.after-accept',
  'load.mid-copy', // after each batch of records
  'load.before-commit',
  'load.after-commit', // the job has not ended
  // report-scheduler
  'plan.mid-calendar', // the slots of one report are planned, those of the next are not
  'plan.before-progress', // all slots are planned, the calendar does not know it
  'plan.mid-responses', // the S1MIG-010 slots are planned, and not rung for
  'ring.before-enqueue', // slots are planned, nobody has been rung for
  'ring.after-enqueue', // rung for, the slots still say planned
  // report-worker
  'build.after-start', // the creation time is fixed
  'build.after-lock',
  'build.after-claim', // the rows of the ledger are taken
  'build.mid-copy', // before each piece of the file
  'build.after-file', // the file is in the archive, its issue is nowhere
  'build.after-number', // number, issue and state are written
  'build.before-commit',
  'build.after-commit', // distribution has not been rung for
  'build.after-ring', // the job has not ended
  // archive: reports and source files
  'archive.mid-write', // before each piece is written
  'archive.before-rename', // whole and on the disk, under its temporary name
  'archive.after-rename',
  // distribution
  'deliver.before-upload', // the slot says delivering
  'deliver.mid-upload', // after each range or piece
  'deliver.after-upload', // the file is there, and has not been read back
  'deliver.after-read-back', // there is a receipt, the slot does not say delivered
  'deliver.after-delivered', // the job has not ended
  // operations
  'reissue.before-commit',
  'reissue.after-commit', // nobody has been rung for
  'requeue.after-restore', // the file is made again, the slot is as it was
  'requeue.before-commit',
  'requeue.after-commit', // nobody has been rung for
  'resubmit.after-commit', // nobody has been rung for
  'release.after-note', // nothing is delivered
  'release.after-upload', // the release does not know it
] as const;

export type FailpointName = (typeof FAILPOINT_NAMES)[number];
