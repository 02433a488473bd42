import { eventually } from '@app/testing';
import { JobProducer } from '../job-producer';
import type { RedisGroup } from './redis-topologies';
import { ScriptedProcessor, startScriptedApp } from './scripted-processor';

const PREFIX = '{mrr}';
const FAILOVER_DEADLINE_MS = 40_000;

/** The last test of its file: afterwards the group has lost a server. */
export function describeFailover(backend: string, group: () => RedisGroup): void {
  describe(`${backend} that loses the server of the queues`, () => {
    it('goes on with the replica, without a restart of the application', async () => {
      const app = await startScriptedApp(await group().configFor(PREFIX));
      try {
        const producer = app.get(JobProducer);
        const processor = app.get(ScriptedProcessor);
        await producer.enqueue('build-report', { slotId: '1' });
        await eventually('the first job ran', () => processor.runsOf('1').length === 1);
        await group().killMaster(PREFIX);
        await eventually(
          'a ring is taken',
          () => producer.enqueue('build-report', { slotId: '2' }).catch(() => null),
          FAILOVER_DEADLINE_MS,
        );
        await eventually('the second job ran', () => processor.runsOf('2').length >= 1, FAILOVER_DEADLINE_MS);
      } finally {
        await app.close();
      }
    });
  });
}
