import { existsSync, statfsSync } from 'node:fs';

/** Shared memory of parallel queries; containers are often given 64 MB, which a hash join exceeds. */
const SHARED_MEMORY_DIR = '/dev/shm';
const ENOUGH_SHARED_MEMORY_BYTES = 512 * 1024 * 1024;

/**
 * Server settings for one machine of a few cores and gigabytes; they are given as arguments at each start, so that
 * an older data directory gets today's.
 *
 * @param fast for data that may be lost with the machine: nothing is forced to disk
 * @param replicated whether a replica may follow it
 */
export function postgresSettings(port: number, fast: boolean, replicated: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // the path of a socket is limited to 107 bytes, a project folder's is not
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    shared_buffers: '256MB',
    work_mem: '32MB',
    maintenance_work_mem: '128MB',
    effective_cache_size: '1GB',
    random_page_cost: 1.1, // solid-state disk
    jit: 'off', // costs more than it gives for queries of seconds
    max_wal_size: '4GB', // a day of migration files between two checkpoints
    checkpoint_timeout: '15min',
    wal_level: replicated ? 'replica' : 'minimal', // without a replica COPY into a fresh table needs no log
    max_wal_senders: replicated ? 4 : 0,
    dynamic_shared_memory_type: sharedMemoryIsScarce() ? 'mmap' : 'posix',
    log_checkpoints: 'off',
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function sharedMemoryIsScarce(): boolean {
  if (process.platform !== 'linux') return false;
  if (!existsSync(SHARED_MEMORY_DIR)) return true;
  const { bavail, bsize } = statfsSync(SHARED_MEMORY_DIR);
  return bavail * bsize < ENOUGH_SHARED_MEMORY_BYTES;
}
