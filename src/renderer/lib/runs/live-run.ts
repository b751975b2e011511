/** A run as it is now: what was fetched from the store, updated with the engine's last report. */
import type { Run, RunProgress, RunState } from '../../../shared/entities.ts';

export interface LiveRun {
  readonly state: RunState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** In words, while it is active; '' otherwise. */
  readonly activity: string;
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  /** Running, or waiting for its turn. */
  readonly active: boolean;
}

/**
 * `report` is the last report on this run, if there was one. The report of an active run is always newer than what was
 * fetched. A report that the run has stopped is newer only if the fetched run is still running or waiting.
 */
export function liveRun(run: Run, report: RunProgress | undefined): LiveRun {
  const active = report !== undefined && isActive(report);
  const { state, total, done, failed } =
    report !== undefined && (active || run.state === 'running' || run.state === 'planned') ? report : run;
  return {
    state,
    total,
    done,
    failed,
    activity: active ? report.activity : '',
    rate: active ? report.rate : null,
    secondsLeft: active ? report.secondsLeft : null,
    active: state === 'running' || active,
  };
}

export function isActive(report: Pick<RunProgress, 'state'>): boolean {
  return report.state === 'running' || report.state === 'planned';
}

/** Whether starting it begins it, or goes on where it stopped. */
export function canResume({ state, active }: LiveRun): boolean {
  return !active && (state === 'cancelled' || state === 'failed' || state === 'planned');
}
