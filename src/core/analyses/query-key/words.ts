/** What a result says of queries and keys, in sentences made of its numbers. */
import { capitalised } from '../../capitalised.ts';
import { median } from 'd3-array';
import { formatBound, formatValue } from '../../figures/figure.ts';
import { type NamedTensors, orNull } from '../named-tensor.ts';
import { laidOutHeads } from './points.ts';
import { hasTensor, type HeadScale, headScalesOf, queryKeyTensor } from './result.ts';
import { countWords } from '../statistics/count-words.ts';
import type { Criterion } from './choices.ts';

/** Two scales within this factor count as the same. */
export const SAME_SCALE = 1.25;
/** A rank correlation nearer to 0 is told as none. */
const NEXT_TO_NOTHING = 0.1;

/**
 * The headline first: how far distances tell q·k, at the scale that fits each head. Then which scales those
 * are, whether the rules agree on them, whether both halves of the texts do, and what a plane keeps of it.
 */
export function queryKeyFindings(result: NamedTensors): string[] {
  const scales = headScalesOf(result);
  return [
    ...faithfulnessSentences(result, scales),
    'No control and no interval stand beside these numbers: they describe the tokens they are of. That distances and q·k run against each other follows in part from how a distance is made, and is no finding by itself.',
    gridSentence(result, scales),
    agreementSentence(scales),
    halvesSentence(result),
    layoutSentence(result),
  ].filter((sentence) => sentence !== '');
}

/** Spearman's correlation at the best scale of the grid, by head. */
export function spearmanAtBest(result: NamedTensors): readonly {
  readonly layer: number;
  readonly head: number;
  readonly c: number | null;
  readonly spearman: number | null;
}[] {
  const grid = [...queryKeyTensor(result, 'scales').data];
  const spearman = queryKeyTensor(result, 'spearman').data;
  return headScalesOf(result)
    .filter(({ criterion }) => criterion === 'weighted')
    .map(({ layer, head, c }, place) => {
      const at = c === null ? -1 : grid.indexOf(c);
      return {
        layer,
        head,
        c,
        spearman: at < 0 ? null : orNull(spearman[place * grid.length + at]),
      };
    });
}

/** How far nearness goes with attention; then what the number is. */
function faithfulnessSentences(result: NamedTensors, scales: readonly HeadScale[]): string[] {
  const heads = spearmanAtBest(result).filter(({ spearman }) => spearman !== null);
  const all = scales.length / 4;
  if (heads.length === 0) return ['No head has a scale at which its pairs could be compared.'];
  const strongest = heads.toSorted((a, b) => (a.spearman ?? 0) - (b.spearman ?? 0));
  const [first] = strongest;
  const last = strongest.at(-1);
  const middle = median(heads, ({ spearman }) => spearman ?? Number.NaN) ?? Number.NaN;
  const of = heads.length === all ? countWords(all, 'head') : `${heads.length} of ${countWords(all, 'head')}`;
  const said = `${nearnessWords(-middle)}: rank correlation ${formatValue(negated(middle))} in the median of ${of}`;
  const range =
    first === undefined || last === undefined || heads.length === 1
      ? ''
      : `, from ${formatValue(negated(last.spearman))} (L${last.layer} H${last.head}) to ${formatValue(negated(first.spearman))} (L${first.layer} H${first.head})`;
  const most = median(mostFaithful(result));
  const best =
    most === undefined ? '' : ` With the scale chosen for it in each head it is ${formatValue(-most)}.`;
  return [
    `${said}${range}.`,
    `It is Spearman’s, of nearness with q·k, which attention is computed from: 1 where the nearer gets the more, 0 where distance says nothing, below 0 where the nearer gets the less.${best}`,
  ];
}

/** What a rank correlation of nearness with q·k comes to. */
export function nearnessWords(correlation: number): string {
  if (Math.abs(correlation) < NEXT_TO_NOTHING)
    return 'How near a key lies to a query says next to nothing of the attention that it gets';
  return `The nearer a key lies to a query, the ${correlation > 0 ? 'more' : 'less'} attention it tends to get`;
}

/** Of each head Spearman's correlation at the scale of the grid where it is lowest. */
function mostFaithful(result: NamedTensors): number[] {
  const [layers = 0, heads = 0, scales = 0] = queryKeyTensor(result, 'spearman').shape;
  const { data } = queryKeyTensor(result, 'spearman');
  return Array.from({ length: layers * heads }, (_, place) =>
    Math.min(
      ...[...data.subarray(place * scales, (place + 1) * scales)].filter((value) => !Number.isNaN(value)),
    ),
  ).filter(Number.isFinite);
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

function gridSentence(result: NamedTensors, scales: readonly HeadScale[]): string {
  const best = scales.filter(({ criterion }) => criterion === 'weighted');
  const grid = [...queryKeyTensor(result, 'scales').data];
  const chosen = grid
    .map((c) => ({ c, heads: best.filter((head) => head.c === c).length }))
    .filter(({ heads }) => heads > 0)
    .toSorted((a, b) => b.heads - a.heads);
  if (chosen.length === 0) return '';
  const list = chosen
    .map(({ c, heads }) => `c = ${formatBound(c)} in ${countWords(heads, 'head')}`)
    .join(', ');
  const fine = valuesOf(scales, 'fine').toSorted((a, b) => a - b);
  const range =
    fine.length === 0
      ? ''
      : ` A finer search ends between ${formatValue(fine[0] ?? null)} and ${formatValue(fine.at(-1) ?? null)}, at ${formatValue(median(fine) ?? null)} in the median.`;
  return `Queries are divided by c and keys multiplied by it, which leaves attention as it is and changes distances; of the values tried the best (weighted correlation nearest −1) is ${list}.${range}`;
}

function valuesOf(scales: readonly HeadScale[], criterion: Criterion): number[] {
  return scales.flatMap((head) => (head.criterion === criterion && head.c !== null ? [head.c] : []));
}

function agreementSentence(scales: readonly HeadScale[]): string {
  const by = (criterion: Criterion) => scales.filter((head) => head.criterion === criterion);
  const agree = (others: readonly HeadScale[], of: readonly HeadScale[]) =>
    of.filter(({ c }, place) => isSame(c, others[place]?.c ?? null)).length;
  const weighted = by('weighted');
  const defined = weighted.filter(({ c }) => c !== null).length;
  if (defined === 0) return '';
  const scaled = by('scaled');
  const ofScaled = scaled.some(({ c }) => c !== null)
    ? `The published criterion, which scales it by the share of near pairs, chooses the same c in ${agree(scaled, weighted)} of ${defined} heads; `
    : '';
  const norms = `the square root of the ratio of median norms lies within a factor of ${SAME_SCALE} of the finer search in ${agree(by('norm'), by('fine'))}.`;
  return ofScaled === '' ? capitalised(norms) : `${ofScaled}${norms}`;
}

function isSame(a: number | null, b: number | null): boolean {
  // A hair more, so that neighbours on the grid, 1 and 1.25, count however they are rounded.
  return a !== null && b !== null && Math.max(a / b, b / a) <= SAME_SCALE * (1 + 1e-9);
}

/** Whether both halves of the texts come to the same c. */
export function halvesAgree(result: NamedTensors): { readonly same: number; readonly of: number } | null {
  if (!hasTensor(result, 'c_half')) return null;
  const halves = queryKeyTensor(result, 'c_half').data;
  let same = 0;
  let of = 0;
  for (let at = 0; at + 1 < halves.length; at += 2) {
    const [first, second] = [orNull(halves[at]), orNull(halves[at + 1])];
    if (first === null || second === null) continue;
    of++;
    if (isSame(first, second)) same++;
  }
  return of === 0 ? null : { same, of };
}

function halvesSentence(result: NamedTensors): string {
  const agreement = halvesAgree(result);
  if (agreement === null)
    return 'The texts are too few to be halved: how far c depends on them is not known.';
  const { same, of } = agreement;
  return `Searched on two halves of the texts by themselves, c is the same within a factor of ${SAME_SCALE} in ${same} of ${countWords(of, 'head')}${same === of ? '.' : '; in the others it depends on the texts.'}`;
}

/** "distances here go with q·k at a rank correlation of 0.43" */
export function faithfulWords(spearman: number | null): string {
  if (spearman === null) return 'what distances here say of q·k is undefined';
  return sayWords('distances here', spearman);
}

/** Where far pairs have the larger q·k, distances say the opposite of it. */
function sayWords(distances: string, spearman: number): string {
  if (Math.abs(spearman) < NEXT_TO_NOTHING)
    return `${distances} say next to nothing of q·k, a rank correlation of ${formatValue(-spearman)}`;
  return spearman > 0
    ? `${distances} run the wrong way, a rank correlation of ${formatValue(-spearman)}: what lies farther off has the larger q·k`
    : `${distances} go with q·k at a rank correlation of ${formatValue(-spearman)}`;
}

function layoutSentence(result: NamedTensors): string {
  const heads = laidOutHeads(result);
  const [head] = heads;
  if (head === undefined) return '';
  const of = (value: (head: (typeof heads)[number]) => number | null) =>
    median(heads, (one) => value(one) ?? Number.NaN) ?? null;
  const where =
    heads.length === 1 ? `In L${head.layer} H${head.head}` : `In the median of ${heads.length} heads`;
  return `${where}, distances on the plane go with q·k at a rank correlation of ${formatValue(negated(of((one) => one.spearmanAfter)))}, and at ${formatValue(negated(of((one) => one.spearmanBefore)))} before the layout; its trustworthiness is ${formatValue(of((one) => one.trustworthiness))}.`;
}
