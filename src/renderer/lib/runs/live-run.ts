/** A run as it is now: what the store says, overtaken by what the engine reported since. */
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
  /** Running, or started and waiting for its turn. */
  readonly active: boolean;
}

/**
 * `report` is the last one of this run, if there was any. A report that a run is waiting overtakes nothing but
 * 'planned' and stopped states: only one that says "running" can be newer than a stored "done".
 */
export function liveRun(run: Run, report: RunProgress | undefined): LiveRun {
  const base = {
    total: run.total,
    done: run.done,
    failed: run.failed,
    activity: '',
    rate: null,
    secondsLeft: null,
  };
  if (report === undefined) return { ...base, state: run.state, active: run.state === 'running' };
  const active = report.state === 'running' || report.state === 'planned';
  if (!active) return { ...base, ...counts(run, report), state: run.state, active: run.state === 'running' };
  const { activity, rate, secondsLeft } = report;
  return { ...base, ...counts(run, report), state: report.state, activity, rate, secondsLeft, active };
}

/** Pairs once done stay done, so the higher count is the newer one. */
function counts(run: Run, report: RunProgress): Pick<LiveRun, 'done' | 'failed'> {
  return { done: Math.max(run.done, report.done), failed: Math.max(run.failed, report.failed) };
}

/** Whether starting it goes on where it stopped. */
export function canResume({ state, active }: LiveRun): boolean {
  return !active && (state === 'cancelled' || state === 'failed' || state === 'planned');
}
