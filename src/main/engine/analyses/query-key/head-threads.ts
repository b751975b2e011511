/** Heads are computed side by side, each in a thread of its own, and none in the engine's. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HeadRequest } from '../../../../core/analyses/query-key/compute-head.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { projectRoot } from '../../paths.ts';
import { type Following, SideBySide } from '../../threads/side-by-side.ts';
import { headTasks } from './head-tasks.ts';

const threads = new SideBySide(threadEntry, headTasks);

/**
 * @returns what comes of each, in the order given
 * @throws the signal's reason as soon as it is aborted; the threads stop at their next step
 */
export function computeHeads(
  requests: readonly HeadRequest[],
  following: Following,
): Promise<NamedTensors[]> {
  return threads.compute(requests, (thread, request) => thread.computeHead(request), following);
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./query-key-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'query-key-thread.js');
}
