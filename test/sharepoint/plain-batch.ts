import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mrr } from '../cli/mrr';
import { borderCases } from '../reference/border-cases';
import { compareReports } from '../reference/compare';
import { writeFolder } from '../reference/folders';
import { isoText } from '../reference/instants';
import { expectedReports } from '../reference/model';
import { PlainGraphServer } from './plain-graph-server';

const { files, from, to } = borderCases(3, 'small');
const inputs = [...files].map(([path, bytes]) => ({ path, bytes }));
const expected = expectedReports(inputs, from, to);

export const EVERY_FOLDER = [
  ...new Set([...expected.reports, ...expected.responses].map(({ folder }) => folder)),
].toSorted();

interface BatchOutcome {
  exitCode: number | null;
  text: string;
  delivered: number;
  failed: number;
}

/** A batch that knows the Graph server of another make by its environment alone, and what came of it. */
export class PlainBatch {
  readonly server = new PlainGraphServer();
  private readonly work = mkdtempSync(join(tmpdir(), 'mrr-plain-graph-'));

  constructor(private readonly folders: readonly string[] = EVERY_FOLDER) {
    writeFolder(join(this.work, 'in'), inputs);
    for (const folder of folders) this.server.makeFolder(folder);
  }

  async run(variables: Readonly<Record<string, string>> = {}): Promise<BatchOutcome> {
    const { server } = this;
    await server.start();
    const args = ['--in', 'in', '--from', isoText(from), '--to', isoText(to), '--out', 'unused'];
    const { exitCode, stdout, stderr } = await mrr(['batch', ...args], this.work, {
      DELIVERY_TARGET: 'sharepoint',
      GRAPH_BASE_URL: `${server.url}/v1.0/`,
      GRAPH_AUTHORITY_HOST: `${server.url}/`,
      GRAPH_TENANT_ID: 'contoso',
      GRAPH_CLIENT_ID: 'app',
      GRAPH_CLIENT_SECRET: server.clientSecret,
      GRAPH_DRIVE_ID: server.driveId,
      ...variables,
    });
    const [, delivered, failed] = /Slots: (\d+) delivered, .*?(\d+) failed/.exec(stdout) ?? [];
    return { exitCode, text: stdout + stderr, delivered: Number(delivered), failed: Number(failed) };
  }

  /** Differences between what the folders hold and what the reference model says that they must; none if all is well. */
  differences(): string[] {
    const out = join(this.work, 'out');
    mkdirSync(out);
    writeFolder(out, this.files());
    const mine = ({ folder }: { folder: string }) => this.folders.includes(folder);
    const { reports, responses } = expected;
    return compareReports(out, {
      ...expected,
      reports: reports.filter(mine),
      responses: responses.filter(mine),
    });
  }

  /** Every file of the library, by its path. */
  files(): { path: string; bytes: Buffer }[] {
    return [...this.server.entries].flatMap(([key, { name, content }]) => {
      const folder = this.folders.find((one) => key.startsWith(`${one.toLowerCase()}/`));
      return content ? [{ path: `${folder}/${name}`, bytes: content }] : [];
    });
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.work, { recursive: true, force: true });
  }
}
