/** How long a run was thought to take and how long it took, in words. */
import type { Run } from '../../../shared/entities.ts';
import type { RunTook } from '../../../shared/run-took.ts';
import { formatDuration } from '../format/format.ts';
import { durationWords } from './plan-words.ts';

/** 'about 3 min'. Runs of before time at work was noted are none to judge by. */
export function forecastWords({ seconds, isRough }: RunTook['forecast']): string {
  return seconds === null ? 'none: no earlier run was timed' : (durationWords({ seconds, isRough }) ?? '');
}

/**
 * '3 min'. Of a run of before time at work was noted: what lies between its start and its end, in which it may have stood still.
 * @param seconds at work; null where that is not known
 */
export function tookWords(
  seconds: number | null,
  { startedAt, finishedAt }: Pick<Run, 'startedAt' | 'finishedAt'>,
): string {
  if (seconds !== null) return formatDuration(seconds);
  if (startedAt === null || finishedAt === null) return 'not on record';
  const between = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return Number.isNaN(between)
    ? 'not on record'
    : `at most ${formatDuration(between)}: from its start to its end`;
}
