/**
 * What was found, in words made of the numbers: the paragraph on top of Heads, of the command line and of the report. It
 * claims no more than the outcomes of the heads do, and says what was compared, what was left out and what would change it.
 */
import { quoted } from '../../isolated.ts';
import { decimalsFor, decimalsShowing, formatFixed, meanInSentence } from '../../figures/fixed-numbers.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { METRICS, type MetricDescription, type MetricName } from '../../metrics/catalogue.ts';
import { topSize } from '../../statistics/rank-stability.ts';
import { OUTCOME_LEVEL, UNRESOLVED } from '../../statistics/outcome.ts';
import type { ComparisonDesign } from './comparison-design.ts';
import type { CountedPairs } from '../../pairs/quality-words.ts';
import { caveats } from './caveats.ts';
import type { PartOfRun } from '../../figures/part-of-run.ts';
import { comparedWords, partWords, soFarWords } from './compared-words.ts';
import { isCalledAgainstZero } from './found.ts';
import { foundSpreadWords } from './found-spread.ts';
import type { StatisticsRow } from './rows.ts';
import { countWords } from './count-words.ts';
import { byResponse } from './ranking.ts';
import { isSame, isSameByConstruction, isSameThroughout, sameWords } from './same-with-both.ts';

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
  /** What is to be known of the pairs beside their numbers, where somebody has counted. */
  readonly quality?: readonly CountedPairs[] | undefined;
  /** Where the run is not over. */
  readonly part?: PartOfRun | undefined;
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
  /** Of these nothing more is to be known: no number of pairs would tell them from their control. */
  readonly same: number;
  /** Neither of these: the whole interval lies within what errors of the measurement can make. */
  readonly unresolved: number;
  readonly untested: number;
}

export function describeFindings(input: FindingsInput): Findings {
  const counts = countOutcomes(input.rows);
  return {
    counts,
    headline: [
      `${input.part === undefined ? '' : soFarWords(input.part)}${headline(input, counts)}`,
      spreadOfFound(input),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    details: details(input),
    compared: [...comparedWords(input), ...undefinedWords(input)],
    caveats: [...(input.part === undefined ? [] : [partWords(input.part)]), ...caveats(input)],
  };
}

export function countOutcomes(rows: readonly StatisticsRow[]): OutcomeCounts {
  const count = (outcome: StatisticsRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  const same = rows.filter((row) => row.outcome === 'not enough data' && isSame(row)).length;
  return {
    more: count('more'),
    less: count('less'),
    small: count('differs by less than the smallest effect of interest'),
    none: count('does not respond'),
    undecided: count('not enough data') - same,
    same,
    unresolved: count(UNRESOLVED),
    untested: count('no test'),
  };
}

/** What is compared with, after "than" or "differ from". */
export function referenceWords({ kind }: ComparisonDesign, controlSet: string | null): string {
  const control = controlSet === null ? 'the control set' : quoted(controlSet);
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
export function directionWords(change: MetricDescription['change']): DirectionWords {
  return change === 'either' || change === 'none'
    ? { more: ['is higher', 'are higher'], less: ['is lower', 'are lower'], infinitive: 'be higher' }
    : {
        more: ['changes more', 'change more'],
        less: ['changes less', 'change less'],
        infinitive: 'change more',
      };
}

export interface DirectionWords {
  readonly more: readonly [one: string, many: string];
  readonly less: readonly [one: string, many: string];
  /** of `more`, after "to" */
  readonly infinitive: string;
}

function headline(input: FindingsInput, counts: OutcomeCounts): string {
  const { rows, design, controlSet } = input;
  const metric = METRICS[input.metric];
  if (rows.length === 0) return 'No head was measured.';
  if (rows.every((row) => row.n === 0))
    return `${metric.label} is undefined for all pairs: ${metric.undefinedWhen}.`;
  if (design.kind === 'none') return headlineAlone(input, metric);
  const tested = rows.length - counts.untested;
  if (tested === 0 && rows.every((row) => (row.compared ?? 0) < 2 && row.undefined > 0))
    return `${metric.label} is undefined for nearly all pairs: ${metric.undefinedWhen}. No head could be tested.`;
  if (tested === 0)
    return 'No head could be tested: too few values can be compared, or all of them are equal.';
  const [some] = rows;
  if (some !== undefined && isSameThroughout(rows))
    return isSameByConstruction(some)
      ? `${metric.label} is ${sameWords(some)} at every head: a pair and its neutral have the same original.`
      : `${metric.label} is ${sameWords(some)} at every head.`;
  const found = directionsFound(counts, directionWords(metric.change), referenceWords(design, controlSet));
  const rest = [
    ...(counts.small > 0
      ? [`${counts.small} ${verb(['differs', 'differ'], counts.small)} by too little to matter`]
      : []),
    ...(counts.none > 0 ? [`${counts.none} ${verb(['does', 'do'], counts.none)} not respond`] : []),
    ...(counts.undecided > 0
      ? [`${counts.undecided} ${verb(['is', 'are'], counts.undecided)} undecided`]
      : []),
    ...(counts.same > 0 ? [`${counts.same} ${verb(['is', 'are'], counts.same)} the same with both`] : []),
    ...(counts.unresolved > 0
      ? [`${counts.unresolved} ${verb(['is', 'are'], counts.unresolved)} ${UNRESOLVED}`]
      : []),
    ...(counts.untested > 0 ? [`${counts.untested} could not be tested`] : []),
  ];
  const sentence = `${[found.first, [...found.further, ...rest].join(', ')].filter((part) => part !== '').join('; ')}.`;
  return design.kind === 'unadjusted' ? `Not adjusted for the shape of the changes. ${sentence}` : sentence;
}

/** Of the heads that are counted as found; without a control of those that differ from 0. */
function spreadOfFound({ rows, design, metric }: FindingsInput): string {
  const { unit, signed } = METRICS[metric];
  if (design.kind !== 'none')
    return foundSpreadWords(
      rows.filter(({ outcome }) => outcome === 'more' || outcome === 'less'),
      unit,
    );
  const called = signed ? rows.filter(isCalledAgainstZero) : [];
  return foundSpreadWords(
    called.map((row) => ({ ...row, difference: row.mean })),
    unit,
    'means',
  );
}

/** Which heads go up and down; "found", for heads that are undecided may do so as well. */
function directionsFound(
  { more, less, small }: OutcomeCounts,
  words: DirectionWords,
  reference: string,
): { readonly first: string; readonly further: readonly string[] } {
  // "change more", "less": both verbs are the same.
  const [, direction = ''] = words.less[0].split(' ');
  const than = `than ${reference}`;
  if (more === 0 && less === 0)
    return {
      first: `No head is found to ${words.infinitive} or ${direction} ${than}${small > 0 ? ' by as much as matters' : ''}`,
      further: [],
    };
  if (more === 0)
    return {
      first: `No head is found to ${words.infinitive} ${than}`,
      further: [`${less} ${verb(words.less, less)}`],
    };
  return {
    first: `${countWords(more, 'head')} ${verb(words.more, more)} ${than} and ${less === 0 ? 'none' : less} ${direction}`,
    further: [],
  };
}

/** Without anything to compare with, only a metric that goes both ways from 0 can be tested. */
function headlineAlone({ rows, design }: FindingsInput, metric: MetricDescription): string {
  if (!metric.signed)
    return design.fallback === null
      ? 'These numbers are compared with nothing: some attention changes when any word does, so they cannot tell which heads respond.'
      : `These numbers are compared with nothing. ${design.fallback} As some attention changes when any word does, they cannot tell which heads respond.`;
  const called = rows.filter(isCalledAgainstZero);
  const above = called.filter((row) => (row.mean ?? 0) > 0).length;
  if (called.length === 0) return 'No head is found to differ from 0, which for this metric means no change.';
  return `${countWords(called.length, 'head')} ${verb(['differs', 'differ'], called.length)} from 0, which means no change: ${above} above, ${called.length - above} below.`;
}

function details(input: FindingsInput): string[] {
  const { rows, design } = input;
  if (design.kind === 'none' || isSameThroughout(rows)) return [];
  const metric = METRICS[input.metric];
  const inOrder = byResponse(rows, input.metric);
  // As the list of heads has them.
  const decimals = decimalsFor(rows.map(({ difference }) => difference));
  const more = inOrder.filter((row) => row.outcome === 'more');
  const less = inOrder.filter((row) => row.outcome === 'less').reverse();
  const sentences: string[] = [];
  const [strongest] = more;
  const [furthestBelow] = less;
  if (strongest !== undefined)
    sentences.push(
      extremeWords(isBothWays(metric) ? 'The highest' : 'The strongest', strongest, metric, design, decimals),
    );
  else if (furthestBelow !== undefined)
    sentences.push(extremeWords('The furthest below', furthestBelow, metric, design, decimals));
  const words = directionWords(metric.change);
  const where = [layersWords(more, rows, words.more[1]), layersWords(less, rows, words.less[1])];
  sentences.push(...where.filter((sentence) => sentence !== null));
  const again = topAgain(inOrder, more.length);
  if (again !== null) sentences.push(again);
  const margin = marginsInWords(rows, metric);
  if (margin !== null)
    sentences.push(
      `The smallest effect of interest is ${margin}. “By too little to matter”: a difference is found, and shown to be smaller than that; “does not respond”: none is found, and it is shown to be smaller, either way (tests of equivalence, q ≤ ${OUTCOME_LEVEL} over all heads).`,
    );
  return sentences;
}

/** Of the heads at the top, how many would be there if the pairs were drawn again: said where some change more. */
function topAgain(inOrder: readonly StatisticsRow[], more: number): string | null {
  const size = topSize(inOrder.length);
  const shares = inOrder.slice(0, size).flatMap((row) => row.top_share ?? []);
  if (more === 0 || size < 2 || shares.length < size) return null;
  const again = shares.reduce((sum, share) => sum + share, 0);
  return `Of the top ${size}, ${again.toFixed(1)} would be there again in other pairs like these.`;
}

/** Pairs without a value, where most heads have the same ones. */
function undefinedWords({ rows, metric }: FindingsInput): string[] {
  const counts = rows.map((row) => row.undefined).sort((a, b) => a - b);
  const middle = counts[Math.floor(counts.length / 2)] ?? 0;
  if (middle === 0 || rows.every((row) => row.n === 0)) return [];
  const { label, undefinedWhen } = METRICS[metric];
  return [
    `${label} is undefined for ${countWords(middle, 'pair')}${counts[0] === counts.at(-1) ? '' : ' (at most heads)'}, which ${middle === 1 ? 'does' : 'do'} not count: ${undefinedWhen}.`,
  ];
}

function isBothWays({ change }: MetricDescription): boolean {
  return change === 'either' || change === 'none';
}

/** The smallest effect of interest of each head; of a share of the control it is not the same for all. */
function marginsInWords(rows: readonly StatisticsRow[], { unit }: MetricDescription): string | null {
  const margins = rows.flatMap((row) => row.margin ?? []);
  if (margins.length === 0) return null;
  const [least, most] = [Math.min(...margins), Math.max(...margins)];
  return least === most
    ? `±${formatChosen(most, unit)}`
    : `±${formatValue(least)} to ±${formatValue(most, unit)} (a share of each head’s control)`;
}

function extremeWords(
  which: string,
  row: StatisticsRow,
  metric: MetricDescription,
  { kind }: ComparisonDesign,
  ofList: number,
): string {
  const { layer, head, control_mean: control, difference } = row;
  const own = control === null || difference === null ? null : control + difference;
  const { difference_ci_low: low, difference_ci_high: high } = row;
  const decimals = decimalsShowing(difference, ofList);
  const fixed = (value: number | null): string => formatFixed(value, decimals);
  const unit = metric.unit === '' ? '' : ` ${metric.unit}`;
  const times =
    metric.change === 'high' && row.outcome === 'more' && control !== null && own !== null && control > 0
      ? `, ${ratioWords(own / control)} times ${kind === 'paired' ? 'its neutral change' : 'the control'}`
      : '';
  return `${which} is L${layer} H${head}: ${metric.label} ${fixed(own)}${unit} against ${fixed(control)}, a difference of ${meanInSentence(difference, low, high, decimals)}${unit}${times}.`;
}

/** As many digits as two estimates carry: 1.08, 3.7, 12. */
function ratioWords(ratio: number): string {
  return ratio.toFixed(ratio < 2 ? 2 : ratio < 10 ? 1 : 0);
}

/** "9 of the 12 that change more are in layers 3 to 5": said where half of the layers, or fewer, hold most of them. */
function layersWords(
  called: readonly StatisticsRow[],
  rows: readonly StatisticsRow[],
  words: string,
): string | null {
  if (called.length < 4) return null;
  const sorted = called.map(({ layer }) => layer).sort((a, b) => a - b);
  // The middle four fifths of them.
  const from = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const to = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  const layers = 1 + rows.reduce((last, { layer }) => Math.max(last, layer), 0);
  if (2 * (to - from + 1) > layers) return null;
  const inside = sorted.filter((layer) => layer >= from && layer <= to).length;
  const those = inside === sorted.length ? `All ${inside}` : `${inside} of the ${sorted.length}`;
  return `${those} that ${words} are in ${from === to ? `layer ${from}` : `layers ${from} to ${to}`}.`;
}

function verb([one, many]: readonly [string, string], count: number): string {
  return count === 1 ? one : many;
}
