import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GraphSimulator } from './graph-simulator';

/**
 * A Graph of its own on this machine. Prints its addresses as one line of JSON and runs until its standard input ends,
 * so that it never outlives the program that started it.
 *
 * `--port N` (0: any), `--folder NAME` (repeatable: made at the start), `--certificate FILE` (accepted for sign-in)
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      folder: { type: 'string', multiple: true, default: [] },
      certificate: { type: 'string' },
    },
  });
  const simulator = new GraphSimulator({
    port: Number(values.port),
    app: {
      tenantId: '11111111-1111-4111-8111-111111111111',
      clientId: '22222222-2222-4222-8222-222222222222',
      clientSecret: 'simulated-secret',
      certificate: values.certificate === undefined ? undefined : readFileSync(values.certificate, 'utf8'),
    },
    libraryReaders: ['everyone@contoso.example'],
  });
  const address = await simulator.start();
  for (const path of values.folder) {
    const segments = path.split('/').filter((segment) => segment !== '');
    const { library } = simulator;
    segments.reduce((parent, name) => library.createFolder(parent, name, 'replace').item.id, library.rootId);
  }
  process.stdout.write(`${JSON.stringify(address)}\n`);
  process.stdin.resume().once('end', () => void simulator.stop().then(() => process.exit(0)));
  process.once('SIGTERM', () => void simulator.stop().then(() => process.exit(0)));
}

void main();
