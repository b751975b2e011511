/** The balance of a comparison as it is shown: marks, means in words, and what to do where it is off. */
import { nice } from 'd3-array';
import { BALANCE_LIMIT } from '../../statistics/balance.ts';
import { BALANCE_WORDS, balanceThatCounts } from './caveats.ts';
import type { ComparisonDesign } from './comparison-design.ts';
import { rankWords } from './rank-words.ts';

type BalanceRow = ComparisonDesign['balance'][number];
type Covariate = BalanceRow['covariate'];

export interface BalanceItem {
  readonly name: Covariate;
  /** "+0.02" */
  readonly difference: string;
  /** Standardised differences; `before` null where nothing was matched. */
  readonly before: number | null;
  readonly after: number | null;
  readonly amber: boolean;
  readonly set: string;
  readonly control: string;
  readonly unit: string;
}

const UNITS: Readonly<Record<Covariate, string>> = {
  length: 'tokens',
  inserted: '',
  deleted: '',
  substituted: '',
  position: 'of the length',
  rank: 'in the vocabulary',
};

/** Those that exist on both sides; tokens of which neither side has any say nothing. */
export function balanceItems(balance: readonly BalanceRow[]): BalanceItem[] {
  return balance.flatMap((row) => {
    const counts = balanceThatCounts(row);
    const { set, control, standardisedDifference, amber } = counts;
    if (set === null || control === null || (set === 0 && control === 0)) return [];
    const words = (value: number): string => meanWords(row.covariate, value);
    return [
      {
        name: row.covariate,
        difference:
          standardisedDifference === null ? (amber ? 'constant' : '–') : signed(standardisedDifference),
        before: row.after === null ? null : row.before.standardisedDifference,
        after: standardisedDifference,
        amber,
        set: words(set),
        control: words(control),
        unit: UNITS[row.covariate],
      },
    ];
  });
}

/** A rank is a mean of logarithms; people read ranks. */
function meanWords(covariate: Covariate, value: number): string {
  if (covariate === 'rank') return rankWords(value);
  return value.toFixed(covariate === 'length' ? 1 : 2);
}

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return digits;
  return `${value < 0 ? '−' : '+'}${digits}`;
}

/** The least half width of the axis, in standard deviations. */
const LEAST_REACH = 0.75;

/** The half width of an axis that holds every mark, in standard deviations. */
export function balanceReach(items: readonly BalanceItem[]): number {
  const sizes = items.flatMap(({ before, after }) => [Math.abs(before ?? 0), Math.abs(after ?? 0)]);
  const largest = Math.max(0, ...sizes);
  return largest <= LEAST_REACH ? LEAST_REACH : nice(0, largest, 4)[1];
}

/** Where a standardised difference is on an axis of that half width, in percent from the left. */
export function markAt(difference: number, reach: number): number {
  return 50 + (50 * Math.max(-reach, Math.min(reach, difference))) / reach;
}

/** Where what is fine begins and ends on that axis, in percent from the left. */
export function balancedBand(reach: number): readonly [number, number] {
  return [markAt(-BALANCE_LIMIT, reach), markAt(BALANCE_LIMIT, reach)];
}

/** What to do about what is out of balance; '' where nothing is. */
export function balanceAdvice({ kind, balance, covariates, fallback }: ComparisonDesign): string {
  const amber = balance
    .map((row) => ({ name: row.covariate, counts: balanceThatCounts(row) }))
    .filter(({ counts }) => counts.amber);
  if (amber.length === 0) return '';
  const off = amber.map(({ name }) => name);
  const apart = offWords(amber);
  switch (kind) {
    case 'paired':
      return `${apart} A head may respond to that. Neutral changes that are nearer in it would tell.`;
    case 'unadjusted':
      return `${apart} A head may respond to that and not to the change itself: ${fallback === null ? 'look at the matched comparison' : 'add neutral changes, or controls of the same shape'}.`;
    case 'within':
    case 'matched': {
      const open = off.filter(
        (name) =>
          name !== 'inserted' && name !== 'deleted' && name !== 'substituted' && !covariates.includes(name),
      );
      return open.length === 0
        ? `${apart} The comparison adjusts for it as far as it can; controls that are nearer would tell more.`
        : `${apart} A head may respond to that. Plan a run that adjusts for ${open.map((name) => BALANCE_WORDS[name]).join(', ')}, or take controls that are nearer.`;
    }
    case 'none':
      return '';
  }
}

/** What is constant on both sides has no standardised difference: of it no number is claimed. */
function offWords(
  amber: readonly {
    readonly name: Covariate;
    readonly counts: { readonly standardisedDifference: number | null };
  }[],
): string {
  const names = (isConstant: boolean) =>
    amber
      .filter(({ counts }) => (counts.standardisedDifference === null) === isConstant)
      .map(({ name }) => BALANCE_WORDS[name])
      .join(', ');
  return [
    names(false) === '' ? '' : `Off by more than ${BALANCE_LIMIT}: ${names(false)}.`,
    names(true) === '' ? '' : `The same in all pairs of each side, and not the same on both: ${names(true)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
