/**
 * The process between a program and the services it starts: `node watchdog.mjs <pid of the program>`.
 *
 * A program that is killed with SIGKILL cannot clean up, and its children live on. So the program does not start
 * them itself: it asks this process, over the IPC channel that Node makes between the two. The channel closes when
 * the program ends in whatever way, and then everything that was started here is stopped. It is plain JavaScript
 * without imports from the project, so that it runs the same from sources and from `dist`.
 *
 * The messages are described in `libs/embedded/src/supervision/watchdog-protocol.ts`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const EXIT_POLL_MS = 10;
const KILL_DEADLINE_MS = 10_000;
/** Output is read to its end before the exit is reported, unless a grandchild holds the pipe open. */
const LAST_WORDS_MS = 200;

/** id → { child, stopSignal, stopTimeoutMs, stopTimer, doomed: pids that have to be gone before the end is reported } */
const running = new Map();
let parentIsGone = false;

/** The parent may vanish between the check and the write; its `disconnect` event does the rest. */
function report(message) {
  if (!parentIsGone && process.connected) process.send(message, () => undefined);
}

/** [pid, parent pid] of every live process; a zombie only waits for its parent and counts as dead. */
function processTable() {
  let names;
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    names = [];
  }
  if (names.length === 0) {
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , state]) => state !== undefined && !state.startsWith('Z'))
      .map(([pid, parent]) => [Number(pid), Number(parent)]);
  }
  return names.flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The command stands in parentheses and may itself contain spaces and parentheses.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [[Number(name), Number(parent)]];
    } catch {
      return []; // ended meanwhile
    }
  });
}

/** `root` and all its descendants. PostgreSQL's backends each lead a session, so a process group does not hold them. */
function treeOf(root) {
  const table = processTable();
  const tree = [root];
  for (const pid of tree) tree.push(...table.filter(([, parent]) => parent === pid).map(([child]) => child));
  return tree;
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // gone already
  }
}

function killTree(entry) {
  const tree = treeOf(entry.child.pid);
  entry.doomed = tree.slice(1);
  for (const pid of tree) signal(pid, 'SIGKILL');
}

/** Asks politely once; whoever does not end in time is killed with everything below it. */
function stop(entry) {
  if (entry.stopTimer !== undefined) return;
  signal(entry.child.pid, entry.stopSignal);
  entry.stopTimer = setTimeout(() => killTree(entry), entry.stopTimeoutMs);
}

/** Resolves when none of the killed descendants is left, so that their ports and files are free. */
async function untilGone(pids) {
  const deadline = Date.now() + KILL_DEADLINE_MS;
  while (pids.length > 0 && Date.now() < deadline) {
    const alive = new Set(processTable().map(([pid]) => pid));
    if (!pids.some((pid) => alive.has(pid))) return;
    await delay(EXIT_POLL_MS);
  }
}

function outputOf(request) {
  if (request.output === 'relay') return ['pipe', 'pipe', undefined];
  if (request.output === 'discard') return ['ignore', 'ignore', undefined];
  const file = openSync(request.output.file, 'a', 0o600);
  return [file, file, file];
}

function relay(id, stream) {
  stream?.setEncoding('utf8');
  stream?.on('data', (text) => report({ kind: 'output', id, text }));
}

function start(request) {
  const { id } = request;
  const [stdout, stderr, file] = outputOf(request);
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: request.env,
    ...request.user,
    // A session of its own: Ctrl-C in the terminal reaches the program, which then stops its services in order.
    detached: true,
    stdio: [request.stdin === undefined ? 'ignore' : 'pipe', stdout, stderr],
  });
  if (file !== undefined) closeSync(file);
  child.on('error', (error) => {
    if (child.pid === undefined) report({ kind: 'failed', id, message: error.message });
  });
  if (child.pid === undefined) return;
  const entry = { child, stopSignal: request.stopSignal, stopTimeoutMs: request.stopTimeoutMs, doomed: [] };
  running.set(id, entry);
  report({ kind: 'started', id, pid: child.pid });
  child.stdin?.on('error', () => undefined); // a child that ends before it has read everything
  child.stdin?.end(request.stdin);
  relay(id, child.stdout);
  relay(id, child.stderr);
  const closed = new Promise((resolve) => child.on('close', resolve));
  child.on('exit', (code, exitSignal) => void ended(id, entry, closed, code, exitSignal));
}

async function ended(id, entry, closed, code, exitSignal) {
  clearTimeout(entry.stopTimer);
  await untilGone(entry.doomed);
  running.delete(id);
  await Promise.race([closed, delay(LAST_WORDS_MS)]);
  report({ kind: 'exited', id, code, signal: exitSignal });
  if (parentIsGone && running.size === 0) process.exit(0);
}

process.on('message', (message) => {
  if (message.kind === 'start') {
    try {
      start(message);
    } catch (error) {
      report({ kind: 'failed', id: message.id, message: error.message });
    }
    return;
  }
  const entry = running.get(message.id);
  if (entry === undefined) return;
  if (message.kind === 'stop') stop(entry);
  if (message.kind === 'kill') killTree(entry);
  if (message.kind === 'signal') signal(entry.child.pid, message.signal);
});

process.on('disconnect', () => {
  parentIsGone = true;
  if (running.size === 0) process.exit(0);
  for (const entry of running.values()) stop(entry);
});

// Without this process nobody would end the services any more.
process.on('uncaughtException', (error) => {
  for (const entry of running.values()) killTree(entry);
  process.stderr.write(`The watchdog has failed: ${error.stack}\n`);
  process.exit(1);
});

// Meant for the program; the services end when the program says so or is gone.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
