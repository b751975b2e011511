/** Starts a run and shows its progress on stderr until it ends; Ctrl-C cancels it between batches. */
import { Presets, SingleBar } from 'cli-progress';
import type { Run, RunProgress } from '../../shared/entities.ts';
import { PairlensError } from '../../shared/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { note } from './output.ts';

interface ProgressDisplay {
  show(progress: RunProgress): void;
  close(): void;
}

/** A bar on a terminal. */
function bar(): ProgressDisplay {
  const display = new SingleBar(
    {
      format: '{activity} {bar} {value}/{total} pairs · {rate} pairs/s · {left}',
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(progress) {
      const payload = {
        activity: progress.activity,
        rate: progress.rate === null ? '–' : progress.rate.toFixed(0),
        left: progress.secondsLeft === null ? '' : `${Math.ceil(progress.secondsLeft)} s left`,
      };
      const finished = progress.done + progress.failed;
      if (started) display.update(finished, payload);
      else display.start(progress.total, finished, payload);
      started = true;
    },
    close: () => display.stop(),
  };
}

/** A line whenever another tenth is done, for logs and pipes. */
function lines(): ProgressDisplay {
  let lastTenth = -1;
  let lastActivity = '';
  return {
    show(progress) {
      const finished = progress.done + progress.failed;
      const tenth = progress.total === 0 ? 10 : Math.floor((10 * finished) / progress.total);
      if (tenth === lastTenth && progress.activity === lastActivity) return;
      lastTenth = tenth;
      lastActivity = progress.activity;
      note(`${progress.activity}: ${finished}/${progress.total} pairs`);
    },
    close: () => undefined,
  };
}

async function cancel(engine: Engine, id: number): Promise<void> {
  try {
    await engine.runs.cancel({ id });
  } catch (error) {
    // It has just come to its end by itself.
    if (!(error instanceof PairlensError) || error.code !== 'RUN_STATE') throw error;
  }
}

/**
 * Runs until done, failed or cancelled, and returns the run as it then is. The first Ctrl-C (or SIGTERM) cancels: what
 * is done stays stored, and `runs resume` goes on from there.
 */
export async function followRun(engine: Engine, runId: number): Promise<Run> {
  const display = process.stderr.isTTY ? bar() : lines();
  const stop = () => {
    note('Cancelling: what is being computed is stored first. Ctrl-C again stops at once.');
    void cancel(engine, runId);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const progress = engine.runs.progress();
    engine.runs.start({ id: runId });
    for await (const event of progress) {
      if (event.runId !== runId) continue;
      display.show(event);
      if (event.state !== 'planned' && event.state !== 'running') break;
    }
  } finally {
    display.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  return engine.runs.get({ id: runId });
}
