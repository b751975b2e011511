/** What is said of one head, in few words: its outcome, its test, how its interval was made. */
import { formatValue } from '../../figures/figure.ts';
import { decimalsBeside, meanWithInterval } from '../../figures/fixed-numbers.ts';
import { UNRESOLVED } from '../../statistics/outcome.ts';
import type { MetricDescription } from '../../metrics/catalogue.ts';
import { restsOnOnePair } from './caveats.ts';
import type { ComparisonKind } from './comparison-design.ts';
import { countWords } from './count-words.ts';
import type { StatisticsRow } from './rows.ts';
import { directionWords } from './findings.ts';
import { isSame, sameWords } from './same-with-both.ts';

/** What a head's values are compared with. */
export function controlWords(comparison: ComparisonKind): string {
  return comparison === 'paired' ? 'neutral' : 'control';
}

/** "changes more", "is undecided"; '' where nothing was compared. */
export function headOutcome(row: StatisticsRow, { change }: Pick<MetricDescription, 'change'>): string {
  const words = directionWords(change);
  switch (row.outcome) {
    case 'more':
      return words.more[0];
    case 'less':
      return words.less[0];
    case 'does not respond':
      return 'does not respond';
    case 'differs by less than the smallest effect of interest':
      return 'differs by too little to matter';
    case 'not enough data':
      if (isSame(row)) return `is ${sameWords(row)}`;
      return 'is undecided';
    case UNRESOLVED:
      return `is ${UNRESOLVED}`;
    case 'no test':
      return row.comparison === 'none' ? '' : 'could not be tested';
  }
}

/** The difference with its interval, which shows on which side of the smallest effect of interest its ends lie; of what the measurement does not resolve, what it is smaller than. */
export function differenceText(row: StatisticsRow, decimals: number): string {
  const { difference, difference_ci_low: low, difference_ci_high: high, resolution } = row;
  if (row.outcome === UNRESOLVED && resolution !== null) return `< ${formatValue(resolution)}`;
  return meanWithInterval(difference, low, high, decimalsBeside([low, high], decimals, row.margin));
}

/** What {@link differenceText} is. */
export function differenceTitle({ outcome }: StatisticsRow): string {
  return outcome === UNRESOLVED ? UNRESOLVED : '95 % interval';
}

/** With "≤" where no smaller q could be seen. */
export function formatQ(q: number | null, isAtMost: boolean): string {
  return q === null ? formatValue(null) : `${isAtMost ? '≤ ' : ''}${formatValue(q)}`;
}

const INTERVAL_WORDS = {
  none: 'none: fewer than two units',
  t: 't, of very few',
  wider: 'the wider of t and studentised bootstrap',
  studentised: 'studentised bootstrap',
} as const satisfies Record<StatisticsRow['ci_kind'], string>;

/** "studentised bootstrap, 126 clusters": how the interval of the difference, or of the mean without one, was made. */
export function intervalWords(row: StatisticsRow): string {
  const compares = row.comparison !== 'none';
  const kind = compares ? row.difference_ci_kind : row.ci_kind;
  const clusters = compares ? row.compared_clusters : row.clusters;
  const units = compares ? row.difference_units : (row.clusters ?? row.n);
  if (kind === 'none' && units !== null && units >= 2)
    return compares && isSame(row) ? `none: every pair has ${sameWords(row)}` : 'none: all values are equal';
  if (kind === 'none' || units === null) return INTERVAL_WORDS[kind];
  const side = row.comparison === 'matched' || row.comparison === 'unadjusted' ? ' on the smaller side' : '';
  return `${INTERVAL_WORDS[kind]}, ${countWords(units, clusters === null ? 'pair' : 'cluster')}${side}`;
}

/** "sign flips": what the p of the comparison is from. */
export function testWords({ comparison }: StatisticsRow): string {
  return comparison === 'paired' || comparison === 'within' ? 'sign flips' : 'permutation';
}

/** What to be careful of in one head's numbers. */
export interface HeadMark {
  readonly sign: '†' | '‡' | '§';
  readonly words: string;
}

const ON_ONE_PAIR: HeadMark = {
  sign: '†',
  words: 'rests on one pair, which makes half of the spread',
};
const VERY_FEW: HeadMark = { sign: '‡', words: 'interval of very few units' };

const AGAINST_RANKS: HeadMark = {
  sign: '§',
  words:
    'called by its mean, and its ranks go the other way (sign of Cliff’s δ): a few large values may make the mean',
};

export function marksOf(row: StatisticsRow): HeadMark[] {
  const kind = row.comparison === 'none' ? row.ci_kind : row.difference_ci_kind;
  return [
    ...(restsOnOnePair(row) ? [ON_ONE_PAIR] : []),
    ...(kind === 't' ? [VERY_FEW] : []),
    ...(isAgainstRanks(row) ? [AGAINST_RANKS] : []),
  ];
}

/** Called more or less by the mean, where by ranks it would be the opposite. */
function isAgainstRanks({ outcome, difference, cliffs_delta: delta }: StatisticsRow): boolean {
  return (outcome === 'more' || outcome === 'less') && (difference ?? 0) * (delta ?? 0) < 0;
}

/** Marks of heads that are listed together: what is true of all of them is said once and not beside each. */
export function marksTogether(rows: readonly StatisticsRow[]): {
  readonly ofAll: readonly HeadMark[];
  of(this: void, row: StatisticsRow): HeadMark[];
} {
  const [first] = rows;
  const ofAll =
    first === undefined || rows.length === 1
      ? []
      : marksOf(first).filter(({ sign }) =>
          rows.every((row) => marksOf(row).some((one) => one.sign === sign)),
        );
  return { ofAll, of: (row) => marksOf(row).filter((mark) => !ofAll.includes(mark)) };
}

/** How many times its control a head changes; null where that means nothing: of similarities, and of what goes both ways. */
export function timesControl(
  row: StatisticsRow,
  { change }: Pick<MetricDescription, 'change'>,
): number | null {
  const { control_mean: control, difference } = row;
  if (change !== 'high' || control === null || difference === null || control <= 0) return null;
  return (control + difference) / control;
}
