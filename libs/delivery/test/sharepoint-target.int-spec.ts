import { RunningSimulator } from '@app/testing';
import { describeDeliveryTarget } from '../src/testing/describe-delivery-target';
import { simulatorHarness } from './sharepoint-harness';

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
});
afterAll(() => simulator.stop());

describeDeliveryTarget('SharePointTarget', () => simulatorHarness(simulator));
