/** A place in the primary's log and when the primary was there. */
interface Milestone {
  readonly position: bigint;
  readonly at: number;
}

/** More than one a second for as long as any lag that is allowed would be kept; older ones say nothing new. */
const MILESTONES_KEPT = 120;

/**
 * As of when a replica tells the truth. PostgreSQL's own figure, the age of the last replayed transaction, grows while
 * nothing is written; this one compares places in the log that the primary was seen at.
 */
export class ReplicaFreshness {
  private milestones: Milestone[] = [];
  /** Everything that was committed by then (ms) is in the replica. */
  asOf = Number.NEGATIVE_INFINITY;

  primaryWasAt(position: bigint, at: number): void {
    this.milestones.push({ position, at });
    if (this.milestones.length > MILESTONES_KEPT) this.milestones.shift();
  }

  replicaHasReplayed(position: bigint): void {
    for (const milestone of this.milestones) {
      if (milestone.position <= position) this.asOf = Math.max(this.asOf, milestone.at);
    }
    this.milestones = this.milestones.filter((milestone) => milestone.position > position);
  }
}
