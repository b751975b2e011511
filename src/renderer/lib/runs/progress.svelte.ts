/** Progress of the runs that are active, as the engine reports it. */
import { SvelteMap } from 'svelte/reactivity';
import type { RunProgress } from '../../../shared/entities.ts';
import { client } from '../client.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { orpc, queryClient } from '../frame/server-state.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { isActive } from './live-run.ts';
import { openRun } from './open-run.ts';

const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

class ProgressFeed {
  /** The last report on each run that was active since the workbench started. */
  readonly reports = new SvelteMap<number, RunProgress>();
  readonly active = $derived([...this.reports.values()].filter(isActive));

  /** Listens until `signal` aborts; connects again when the stream breaks off. */
  async follow(signal: AbortSignal): Promise<void> {
    let wait = RETRY_MS;
    for (let first = true; !signal.aborted; first = false) {
      try {
        const feed = await client.runs.progress(undefined, { signal });
        if (!first) this.#startOver();
        for await (const report of feed) {
          wait = RETRY_MS;
          this.#take(report);
        }
      } catch (error) {
        if (signal.aborted) return;
        console.warn('the progress feed broke off; connecting again', error);
      }
      await delay(wait, signal);
      wait = Math.min(2 * wait, LONGEST_RETRY_MS);
    }
  }

  /** The engine may be another one now: what was reported before says nothing, and what happened since was missed. */
  #startOver(): void {
    this.reports.clear();
    void queryClient.invalidateQueries();
  }

  #take(report: RunProgress): void {
    const before = this.reports.get(report.runId);
    this.reports.set(report.runId, report);
    if (before?.state === report.state) return;
    void queryClient.invalidateQueries({ queryKey: orpc.runs.key() });
    if (isActive(report)) return;
    // A run that ends changes everything computed from it.
    for (const key of [orpc.results.key(), orpc.aggregates.key(), orpc.pairs.key(), orpc.models.key()]) {
      void queryClient.invalidateQueries({ queryKey: key });
    }
    if (before !== undefined && isActive(before)) announceEnd(report);
  }
}

/** Says that a run ended, unless the person is looking at it or cancelled it. */
function announceEnd({ runId, state }: RunProgress): void {
  const here = navigation.route;
  if (state === 'cancelled' || (here?.room === 'runs' && here.runId === runId)) return;
  toasts.show(state === 'done' ? `Run ${runId} is done` : `Run ${runId} stopped`, {
    tone: state === 'done' ? 'neutral' : 'error',
    action: { label: 'Open', run: () => void openRun(runId) },
  });
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

export const progressFeed = new ProgressFeed();
