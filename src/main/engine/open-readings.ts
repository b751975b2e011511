/** Decides where an engine reads: in threads of their own where others wait for it, else in its own. */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { projectRoot } from './paths.ts';
import { type EngineReadings, quickQuestions, type ReadingParts, slowQuestions, tasks } from './readings.ts';
import { Duck } from './run-folders/duck.ts';
import { askHere, followHere } from './threads/readings.ts';
import { ThreadedReadings } from './threads/threaded-readings.ts';

/** What a thread of readings is started with. */
export interface WorkspaceThreadData {
  readonly storePath: string;
  readonly resources: string;
}

/** For a command line, which does one thing and has nobody waiting. */
export function readingsHere(given: Omit<ReadingParts, 'duck'>): EngineReadings {
  const duck = new Duck();
  const parts = { ...given, duck };
  return {
    quick: askHere(quickQuestions(parts)),
    slow: askHere(slowQuestions(parts)),
    tasks: followHere(tasks(parts)),
    close: () => duck.close(),
  };
}

/** Two threads: what screens ask does not wait for what is computed, written and drawn. */
export function readingsInThreads(given: Omit<ReadingParts, 'duck'>): EngineReadings {
  // Each thread has its own; here it only says what there is to ask.
  const parts = { ...given, duck: new Duck() };
  const data: WorkspaceThreadData = { storePath: parts.store.path, resources: parts.resources };
  const quick = new ThreadedReadings(threadEntry(), data);
  const slow = new ThreadedReadings(threadEntry(), data);
  return {
    quick: quick.ask(quickQuestions(parts)),
    slow: slow.ask(slowQuestions(parts)),
    tasks: slow.follow(tasks(parts)),
    async close() {
      await Promise.all([quick.close(), slow.close()]);
    },
  };
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./workspace-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'workspace-thread.js');
}
