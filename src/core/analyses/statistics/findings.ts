/**
 * What was found, in words made of the numbers: the paragraph on top of Heads, of the command line and of the report. It
 * claims no more than the outcomes of the heads do, and says what was compared, what was left out and what would change it.
 */
import { formatValue } from '../../figures/figure.ts';
import { decimalsFor, formatFixed, withInterval } from '../../figures/fixed-numbers.ts';
import { METRICS, type MetricDescription, type MetricName } from '../../metrics/catalogue.ts';
import { directionSign, OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import type { ComparisonDesign } from './comparison-design.ts';
import { caveats } from './caveats.ts';
import { comparedWords } from './compared-words.ts';
import type { StatisticsRow } from './definition.ts';
import { countWords } from './count-words.ts';

export interface FindingsInput {
  readonly metric: MetricName;
  readonly design: ComparisonDesign;
  /** Every head, of this metric. */
  readonly rows: readonly StatisticsRow[];
  /** As people call the set, and the control set where there is one. */
  readonly set: string;
  readonly controlSet: string | null;
  /** '' is the whole set. */
  readonly group: string;
}

export interface Findings {
  /** Heads by what was found of them; they add up to all heads. */
  readonly counts: OutcomeCounts;
  /** The finding. */
  readonly headline: string;
  /** The strongest head, and where those that respond are. */
  readonly details: readonly string[];
  /** What was compared with what, and what was left out. */
  readonly compared: readonly string[];
  /** What would change it, and what not to read into it. */
  readonly caveats: readonly string[];
}

export interface OutcomeCounts {
  readonly more: number;
  readonly less: number;
  readonly small: number;
  readonly none: number;
  readonly undecided: number;
  readonly untested: number;
}

export function describeFindings(input: FindingsInput): Findings {
  const counts = countOutcomes(input.rows);
  return {
    counts,
    headline: headline(input, counts),
    details: details(input),
    compared: comparedWords(input),
    caveats: caveats(input),
  };
}

export function countOutcomes(rows: readonly StatisticsRow[]): OutcomeCounts {
  const count = (outcome: StatisticsRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  return {
    more: count('more'),
    less: count('less'),
    small: count('differs by less than the smallest effect of interest'),
    none: count('does not respond'),
    undecided: count('not enough data'),
    untested: count('no test'),
  };
}

/** What is compared with, after "than" or "differ from". */
export function referenceWords({ kind }: ComparisonDesign, controlSet: string | null): string {
  const control = controlSet ?? 'the control set';
  switch (kind) {
    case 'paired':
      return 'under the neutral change';
    case 'within':
    case 'matched':
    case 'unadjusted':
      return `in ${control}`;
    case 'none':
      return '';
  }
}

/** "change more" and "change less"; what goes both ways from 0, or is no change, is higher or lower. */
export function directionWords(change: MetricDescription['change']): {
  readonly more: readonly [one: string, many: string];
  readonly less: readonly [one: string, many: string];
} {
  return change === 'either' || change === 'none'
    ? { more: ['is higher', 'are higher'], less: ['is lower', 'are lower'] }
    : { more: ['changes more', 'change more'], less: ['changes less', 'change less'] };
}

function headline(input: FindingsInput, counts: OutcomeCounts): string {
  const { rows, design, controlSet } = input;
  const metric = METRICS[input.metric];
  if (rows.length === 0) return 'No head was measured.';
  if (rows.every((row) => row.n === 0))
    return `${metric.label} is undefined for all pairs: ${metric.undefinedWhen}.`;
  if (design.kind === 'none') return headlineAlone(input, metric);
  const tested = rows.length - counts.untested;
  if (tested === 0)
    return 'No head could be tested: too few values can be compared, or all of them are equal.';
  const { more, less } = directionWords(metric.change);
  const than = `than ${referenceWords(design, controlSet)}`;
  const rest = [
    counts.small > 0
      ? `${counts.small} ${verb(['differs', 'differ'], counts.small)} by less than the smallest effect of interest`
      : '',
    counts.none > 0 ? `${counts.none} ${verb(['does', 'do'], counts.none)} not respond` : '',
    counts.undecided > 0 ? `${counts.undecided} ${verb(['is', 'are'], counts.undecided)} undecided` : '',
    counts.untested > 0 ? `${counts.untested} could not be tested` : '',
  ].filter((part) => part !== '');
  const adjusted = design.kind === 'unadjusted' ? ' Not adjusted for the shape of the change.' : '';
  // That no head stands out is a finding: it comes first, and what the heads are instead follows from it.
  if (counts.more === 0 && counts.less === 0)
    return `No head ${more[0]} ${than}, and none ${less[0].replace(/^(changes|is) /, '')}: ${rest.join(', ')}.${adjusted}`;
  const called =
    counts.more === 0
      ? [`No head ${more[0]} ${than}`, `${countWords(counts.less, 'head')} ${verb(less, counts.less)}`]
      : [
          `${countWords(counts.more, 'head')} ${verb(more, counts.more)} ${than}`,
          counts.less === 0
            ? `none ${less[0].replace(/^(changes|is) /, '')}`
            : `${counts.less} ${verb(less, counts.less)}`,
        ];
  return `${[...called, ...rest].join(', ')}.${adjusted}`;
}

/** Without anything to compare with, only a metric that goes both ways from 0 can be tested. */
function headlineAlone({ rows }: FindingsInput, metric: MetricDescription): string {
  if (!metric.signed)
    return 'These numbers are compared with nothing: some attention changes when any word does, so they cannot tell which heads respond.';
  const called = rows.filter((row) => row.q_zero !== null && row.q_zero <= OUTCOME_LEVEL);
  const above = called.filter((row) => (row.mean ?? 0) > 0).length;
  if (called.length === 0) return 'No head differs from 0, which for this metric means no change.';
  return `${countWords(called.length, 'head')} ${verb(['differs', 'differ'], called.length)} from 0, which means no change: ${above} above, ${called.length - above} below.`;
}

function details(input: FindingsInput): string[] {
  const { rows, design } = input;
  if (design.kind === 'none') return [];
  const metric = METRICS[input.metric];
  const sign = directionSign(metric.change);
  const ofOutcome = (outcome: 'more' | 'less', direction: number) =>
    rows
      .filter((row) => row.outcome === outcome && row.difference !== null)
      .sort((a, b) => direction * ((b.difference ?? 0) - (a.difference ?? 0)));
  const more = ofOutcome('more', sign);
  const less = ofOutcome('less', -sign);
  const sentences: string[] = [];
  const [strongest = less[0]] = more;
  if (strongest !== undefined) sentences.push(strongestWords(strongest, metric, design));
  const { more: moreWords, less: lessWords } = directionWords(metric.change);
  const layers = 1 + rows.reduce((last, { layer }) => Math.max(last, layer), 0);
  for (const [those, words] of [
    [more, moreWords],
    [less, lessWords],
  ] as const) {
    const where = layersWords(those, words[1], layers);
    if (where !== null) sentences.push(where);
  }
  const margin = largest(rows.map((row) => row.margin));
  const lowest = smallest(rows.map((row) => row.margin));
  if (margin !== null && lowest !== null)
    sentences.push(
      `“Does not respond” means that the 90 % interval lies within the smallest effect of interest, ${
        margin === lowest
          ? `±${formatValue(margin, metric.unit)}`
          : `±${formatValue(lowest)} to ±${formatValue(margin, metric.unit)} (a share of each head’s control)`
      }.`,
    );
  return sentences;
}

function strongestWords(row: StatisticsRow, metric: MetricDescription, { kind }: ComparisonDesign): string {
  const { layer, head, control_mean: control, difference } = row;
  const own = control === null || difference === null ? null : control + difference;
  const { difference_ci_low: low, difference_ci_high: high } = row;
  const decimals = decimalsFor([difference]);
  const fixed = (value: number | null): string => formatFixed(value, decimals);
  const unit = metric.unit === '' ? '' : ` ${metric.unit}`;
  const times =
    metric.change === 'high' && control !== null && own !== null && control > 0
      ? `, ${(own / control).toFixed(own / control < 2 ? 2 : 1)} times ${kind === 'paired' ? 'its neutral change' : 'the control'}`
      : '';
  return `The strongest is L${layer} H${head}: ${fixed(own)}${unit} against ${fixed(control)}, a difference of ${withInterval(difference, low, high, decimals)}${unit}${times}.`;
}

/** "9 of the 12 that change more are in layers 3 to 5": said where half of the layers, or fewer, hold most of them. */
function layersWords(rows: readonly StatisticsRow[], words: string, layers: number): string | null {
  if (rows.length < 4) return null;
  const sorted = rows.map(({ layer }) => layer).sort((a, b) => a - b);
  // The middle four fifths of them.
  const from = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const to = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  if (to - from + 1 > layers / 2) return null;
  const inside = sorted.filter((layer) => layer >= from && layer <= to).length;
  const those = inside === rows.length ? `All ${inside}` : `${inside} of the ${rows.length}`;
  return `${those} that ${words} are in ${from === to ? `layer ${from}` : `layers ${from} to ${to}`}.`;
}

function verb([one, many]: readonly [string, string], count: number): string {
  return count === 1 ? one : many;
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (best, value) => (value !== null && (best === null || value > best) ? value : best),
    null,
  );
}

function smallest(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (best, value) => (value !== null && (best === null || value < best) ? value : best),
    null,
  );
}
