/** What is computed of circuits goes side by side in threads, and none of it in the engine's. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../paths.ts';
import { SideBySide } from '../../threads/side-by-side.ts';
import { circuitTasks } from './circuit-tasks.ts';

export const circuitThreads = new SideBySide(threadEntry, circuitTasks);

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./circuits-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'circuits-thread.js');
}
