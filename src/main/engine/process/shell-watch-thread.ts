/** The thread that {@link watchShell} starts. */
import { workerData } from 'node:worker_threads';
import { isRunning } from '../files/is-running.ts';

const LOOK_EVERY_MS = 1_000;
/** An engine that is not busy closes its store sooner; what is lost of a busy one is the batch in hand. */
const GRACE_MS = 5_000;

const shellPid = Number(workerData);

/** A process whose parent ends gets another one; on Windows it keeps the number of the one that is gone. */
function isShellGone(): boolean {
  return process.ppid !== shellPid || !isRunning(shellPid);
}

const watch = setInterval(() => {
  if (!isShellGone()) return;
  clearInterval(watch);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS);
}, LOOK_EVERY_MS);
