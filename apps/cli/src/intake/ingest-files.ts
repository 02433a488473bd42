import { startProgress } from '../console/progress';
import type { Terminal } from '../console/terminal';
import type { RunningSystem } from '../system/running-system';
import { waitUntil } from '../system/wait-until';
import { fileVerdicts, type FileVerdict, intakeState, lastFileId } from './file-verdict';
import type { InputFile } from './input-file';
import { UploadClient } from './upload-client';

/** Uploads the files in the given order, waits until each is loaded or refused, and tells what became of them. */
export async function ingestFiles(
  system: RunningSystem,
  files: readonly InputFile[],
  terminal: Terminal,
): Promise<FileVerdict[]> {
  const paths = files.map(({ path }) => path);
  const afterId = await lastFileId(system.database);
  const progress = startProgress(terminal, 'files loaded');
  const client = new UploadClient(system.ingest);
  let allSent = false;
  try {
    const sending = sendAll(client, files).then(() => void (allSent = true));
    const loading = waitUntil('no file was loaded', async () => {
      const { received, waiting } = await intakeState(system.database, afterId, paths);
      progress.update(received - waiting, paths.length);
      return { isDone: allSent && waiting === 0, state: `${received} ${waiting}` };
    });
    await Promise.race([Promise.all([sending, loading.done]), system.broken]).finally(() => loading.stop());
    return await fileVerdicts(system.database, afterId, paths);
  } finally {
    progress.stop();
    client.close();
  }
}

async function sendAll(client: UploadClient, files: readonly InputFile[]): Promise<void> {
  for (const file of files) await client.upload(file);
}
