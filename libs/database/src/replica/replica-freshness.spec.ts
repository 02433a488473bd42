import { ReplicaFreshness } from './replica-freshness';

describe('the freshness of a replica', () => {
  it('is unknown before the replica has reached a place that the primary was seen at', () => {
    const freshness = new ReplicaFreshness();
    freshness.primaryWasAt(100n, 1_000);
    freshness.replicaHasReplayed(99n);
    expect(freshness.asOf).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is when the primary was at the furthest place that the replica has reached', () => {
    const freshness = new ReplicaFreshness();
    freshness.primaryWasAt(100n, 1_000);
    freshness.primaryWasAt(200n, 2_000);
    freshness.primaryWasAt(300n, 3_000);
    freshness.replicaHasReplayed(250n);
    expect(freshness.asOf).toBe(2_000);
    freshness.replicaHasReplayed(300n);
    expect(freshness.asOf).toBe(3_000);
  });

  it('grows while nothing is written, because the primary stays where it is', () => {
    const freshness = new ReplicaFreshness();
    for (const at of [1_000, 2_000, 3_000]) {
      freshness.primaryWasAt(100n, at);
      freshness.replicaHasReplayed(100n);
      expect(freshness.asOf).toBe(at);
    }
  });

  it('does not go back', () => {
    const freshness = new ReplicaFreshness();
    freshness.primaryWasAt(100n, 1_000);
    freshness.replicaHasReplayed(100n);
    freshness.replicaHasReplayed(50n);
    expect(freshness.asOf).toBe(1_000);
  });
});
