/**
 * Comes with `--import` before the command line in its process: the model is held after as many batches as the environment
 * says, until Ctrl-C.
 */
import { isMainThread } from 'node:worker_threads';
import { holdModel } from '../hold-model.ts';

if (isMainThread) {
  // A process in which nothing is going to happen any more would end.
  const alive = setInterval(() => undefined, 60_000);
  const interrupted = new Promise<void>((resolve) =>
    process.once('SIGINT', () => {
      clearInterval(alive);
      resolve();
    }),
  );
  holdModel(Number(process.env['HOLD_AFTER_BATCHES']), interrupted);
}
