/** What a plan will take, in sentences. */
import { isolated, quoted } from '../../../core/isolated.ts';
import type { SentenceSet } from '../../../shared/entities.ts';
import { formatBytes } from '../../../shared/quantities.ts';
import type { Duration } from '../../../shared/run-costs.ts';
import { countOf, formatDuration, formatRoughly, roundedSeconds } from '../format/format.ts';
import type { PlanSum } from './plan.ts';

/** "about 2 h 25 min", "some 3 minutes" where it is rough; null where nothing is known. */
export function durationWords(duration: Duration | null): string | null {
  if (duration === null) return null;
  const { seconds, isRough } = duration;
  if (seconds < 1) return 'less than 1 s';
  return isRough ? formatRoughly(seconds) : `about ${formatDuration(roundedSeconds(seconds))}`;
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

export interface PlannedSet {
  readonly set: Pick<SentenceSet, 'name' | 'source' | 'neutralCount'>;
  /** Models whose tokenizer leaves too few of its neutrals in the shape of their pair's change. */
  readonly unfitFor: readonly string[];
}

/** What a control set is for, in a plan of these sets; whether one is needed is as the tokenizers have the neutrals. */
export function controlHint(planned: readonly PlannedSet[]): string {
  const own = planned.filter(({ set }) => set.neutralCount > 0);
  const served = own.filter(({ unfitFor }) => unfitFor.length === 0);
  const unserved = own.filter(({ unfitFor }) => unfitFor.length > 0);
  const what =
    'Pairs whose change should not matter. A head’s response counts as far as it exceeds its response to these.';
  const needed = unserved.map(
    ({ set, unfitFor }) =>
      ` Needed for ${quoted(set.name)}: too few of its neutral changes have the shape of their pair’s change under the tokenizer of ${inWords(unfitFor)}.`,
  );
  if (served.length === 0) return `${what}${needed.join('')}`;
  if (served.length === planned.length)
    return `Not needed: the pairs of ${planned.length === 1 ? 'this set' : 'these sets'} have neutral changes, which are their controls.`;
  return `${what}${needed.join('')} Not needed for ${inWords(served.map(({ set }) => set.name))}: those pairs have neutral changes, which are their controls.`;
}

function inWords(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names.map(isolated));
}
