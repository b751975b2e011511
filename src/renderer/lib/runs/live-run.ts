/** A run as it is now: what was fetched from the store, updated with the engine's last report. */
import type { Run, RunState } from '../../../shared/entities.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';

export interface LiveRun {
  readonly state: RunState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** In words, while it is active; '' otherwise. */
  readonly activity: string;
  /** The engine has stopped answering: this is how it was then. */
  readonly isUnheard: boolean;
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  /** Running, or waiting for its turn. */
  readonly active: boolean;
  /** As it was fetched: its failures may be such that would be the same again. */
  readonly canGoOn: boolean;
}

/**
 * `report` is the last report on this run, if there was one. The report of an active run is always newer than what was
 * fetched. A report that the run has stopped is newer only if the fetched run is still running or waiting.
 * @param isHeard whether the engine answers, so that reports are of now
 */
export function liveRun(run: Run, report: Job | undefined, isHeard = true): LiveRun {
  const active = report !== undefined && isActive(report);
  const isUnheard = active && !isHeard;
  const isNewer = report !== undefined && (active || run.state === 'running' || run.state === 'planned');
  const { done, failed } = isNewer ? report : run;
  const state = isNewer ? stateOf(report) : run.state;
  const total = (isNewer ? report.total : null) ?? run.total;
  return {
    state,
    total,
    done,
    failed,
    activity: active ? report.activity : '',
    isUnheard,
    rate: active && isHeard ? report.rate : null,
    secondsLeft: active && isHeard ? report.secondsLeft : null,
    active: state === 'running' || active,
    canGoOn: run.canResume,
  };
}

function stateOf({ state }: Job): RunState {
  return state === 'waiting' ? 'planned' : state;
}

/** What starting it is called: one that has begun is resumed, whether or not it came to measure a pair, as all messages have it. */
export function startWord({ state }: Pick<LiveRun, 'state'>): 'Start' | 'Resume' {
  return state === 'planned' ? 'Start' : 'Resume';
}

/** Whether starting it begins it, or goes on where it stopped. */
export function canResume({ state, active, canGoOn }: LiveRun): boolean {
  return !active && canGoOn && (state === 'cancelled' || state === 'failed' || state === 'planned');
}
