/** Progress of the runs that are active, as the engine reports it. */
import { SvelteMap } from 'svelte/reactivity';
import type { RunProgress } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { followFeed } from '../engine/follow-feed.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { isActive } from './live-run.ts';
import { openRun } from './open-run.ts';

class ProgressFeed {
  /** The last report on each run that was active since the workbench started. */
  readonly reports = new SvelteMap<number, RunProgress>();
  readonly active = $derived([...this.reports.values()].filter(isActive));

  /** Listens until `signal` aborts. */
  follow(signal: AbortSignal): Promise<void> {
    return followFeed(
      {
        name: 'the progress feed',
        open: (aborting) => client.runs.progress(undefined, { signal: aborting }),
        take: (report) => this.#take(report),
        startOver: () => this.#startOver(),
      },
      signal,
    );
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

export const progressFeed = new ProgressFeed();
