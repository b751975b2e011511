/** Holds a model between two batches, so that a test can do things in the middle of a run, however fast that is. */
import { SessionLanes } from '../src/main/engine/inference/session-lanes.ts';

interface Lanes {
  run: (this: SessionLanes, ...request: Parameters<SessionLanes['run']>) => ReturnType<SessionLanes['run']>;
}

/**
 * From now on the models of this process compute `batches` batches more; what is asked for beyond waits for `release`,
 * after which all is as before.
 */
export function holdModel(batches: number, release: Promise<unknown>): void {
  const lanes: Lanes = SessionLanes.prototype;
  const { run } = lanes;
  let begun = 0;
  lanes.run = async function (...request) {
    if (begun++ >= batches) await release;
    return run.apply(this, request);
  };
  void release.finally(() => (lanes.run = run));
}
