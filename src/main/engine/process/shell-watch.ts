/**
 * Ends this process when the server that started it is gone. The engine learns of that by itself and closes its store in
 * order; this is for an engine that is too busy to learn anything: a thread of its own looks, and after a grace kills.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../paths.ts';

/** @param shellPid the process that started this one */
export function watchShell(shellPid: number): void {
  const thread = new Worker(threadEntry(), { workerData: shellPid, execArgv: [] });
  // A thread that watches keeps no process alive.
  thread.unref();
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./shell-watch-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'shell-watch-thread.js');
}
