/** What a plan will take, in sentences. */
import { LEAST_PAIRED } from '../../../core/bounds.ts';
import { quoted } from '../../../core/isolated.ts';
import { formatBytes } from '../../../shared/quantities.ts';
import type { Duration } from '../../../shared/run-costs.ts';
import { countOf, formatDuration } from '../format/format.ts';
import type { PlanSum } from './plan.ts';

/** "about 2 h 25 min", "very roughly 3 min"; null where nothing is known. */
export function durationWords(duration: Duration | null): string | null {
  if (duration === null) return null;
  const { seconds, isRough } = duration;
  if (seconds < 1) return 'less than 1 s';
  return `${isRough ? 'very roughly' : 'about'} ${formatDuration(seconds)}`;
}

/** "3 runs, 1,641 pairs: about 2 min and 212 MB on disk." */
export function headline({ runs, pairs, duration, bytes }: PlanSum): string {
  if (runs === 0) return 'No run is ticked.';
  const costs = [durationWords(duration), bytes === null ? null : `${formatBytes(bytes)} on disk`].filter(
    (part) => part !== null,
  );
  const what = `${countOf(runs, 'run')}, ${countOf(pairs, 'pair')}`;
  return costs.length === 0 ? `${what}.` : `${what}: ${costs.join(' and ')}.`;
}

/** What costs most, and the way out; '' where there is nothing to be gained. */
export function wayOut({ bytes, leastBytes }: Pick<PlanSum, 'bytes' | 'leastBytes'>): string {
  if (bytes === null || leastBytes === null || bytes === 0 || bytes < 2 * leastBytes) return '';
  return `${formatBytes(bytes - leastBytes)} of what is written are kept maps; with metrics only it would be ${formatBytes(leastBytes)}, and maps are computed when a pair is opened.`;
}

/** What is left on the disk, where it is known. */
export function freeWords(
  bytes: number | null,
  freeBytes: number | null,
): { text: string; isTight: boolean } | null {
  if (freeBytes === null) return null;
  const isTight = bytes !== null && bytes > 0.8 * freeBytes;
  return { text: `${formatBytes(freeBytes)} are free.`, isTight };
}

/** "Run 9 is done and the same: it is taken over, not run again."; '' where none is. @param runs their numbers */
export function takenOverWords(runs: readonly number[]): string {
  if (runs.length === 0) return '';
  const names = [...new Set(runs)].toSorted((a, b) => a - b).join(', ');
  return runs.length === 1
    ? `Run ${names} is done and would be the same: it is taken over, not run again.`
    : `Runs ${names} are done and would be the same: they are taken over, not run again.`;
}

/** A set that is planned, as far as its neutrals go. */
export interface PlannedNeutrals {
  readonly name: string;
  readonly neutralCount: number;
  /** Pairs that can be compared with their own neutral under the tokenizer of the model; absent while that is counted. */
  readonly comparable?: number | undefined;
}

/** What a control set is for, in a plan of these sets. */
export function controlHint(sets: readonly PlannedNeutrals[]): string {
  const what =
    'Pairs whose change should not matter. A head’s response counts as far as it exceeds its response to these.';
  const unfit = sets.filter(
    ({ neutralCount, comparable = LEAST_PAIRED }) => neutralCount > 0 && comparable < LEAST_PAIRED,
  );
  if (unfit.length > 0) {
    const names = new Intl.ListFormat('en-GB').format(unfit.map(({ name }) => quoted(name)));
    return `Needed: under this tokenizer fewer than ${LEAST_PAIRED} pairs of ${names} have a neutral change of the same shape, so that they are no controls. ${what}`;
  }
  const own = sets.filter(({ neutralCount }) => neutralCount > 0);
  if (own.length === 0) return what;
  if (own.length === sets.length)
    return `Not needed: the pairs of ${sets.length === 1 ? 'this set' : 'these sets'} have neutral changes, which are their controls.`;
  const names = new Intl.ListFormat('en-GB').format(own.map(({ name }) => name));
  return `${what} Not needed for ${names}: those pairs have neutral changes, which are their controls.`;
}
