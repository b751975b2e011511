/** What a patching says, in sentences made of its numbers. */
import { effectWords } from '../../effects/effect-words.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { estimateInSentence, formatEstimate } from '../estimate.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { byClusters, countWords, listWords } from '../statistics/count-words.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { tooFewToCall } from '../too-few.ts';
import {
  byEffect,
  cellName,
  cellTogether,
  overlapOfTop,
  type PatchedCell,
  patchedCells,
  type PatchVerdict,
  type StatedCell,
} from './cells.ts';
import { HOOK_PLACES, PATCH_DIRECTIONS, type PatchDirection } from './hooks.ts';
import { countsOf, mapsOf, type ResultMap, settingsOf } from './result.ts';
import { roleWords } from './roles.ts';
import { togetherOf } from './together.ts';

export const VERDICT_WORDS: Readonly<Record<PatchDirection, Readonly<Record<PatchVerdict, string>>>> = {
  denoising: {
    moves: 'restores',
    against: 'moves it away',
    undecided: 'undecided',
    nothing: 'restores nothing',
    untested: 'not tested',
  },
  noising: {
    moves: 'breaks',
    against: 'moves it away',
    undecided: 'undecided',
    nothing: 'breaks nothing',
    untested: 'not tested',
  },
};

/** '2 restore', '1 restores nothing' */
export function countedVerdict(count: number, verdict: PatchVerdict, direction: PatchDirection): string {
  const words = VERDICT_WORDS[direction][verdict];
  return `${count} ${count === 1 ? words : words.replace(/^(restore|break|move)s/, '$1')}`;
}

export const DIRECTION_WORDS: Readonly<Record<PatchDirection, string>> = {
  denoising: 'the original’s activation in the counterfactual',
  noising: 'the counterfactual’s activation in the original',
};

const PUT_IN_WORDS: Readonly<Record<PatchDirection, string>> = {
  denoising: 'The original’s activation is put into the counterfactual',
  noising: 'The counterfactual’s activation is put into the original',
};

/** '10 of 12 pairs'; '12' of all. */
function ofPairs(n: number, pairs: number): string {
  return n < pairs ? `${n.toLocaleString('en')} of ${countWords(pairs, 'pair')}` : n.toLocaleString('en');
}

/** That a cell has no value of some pairs, and why; '' where it has one of each. */
export function undefinedPairs(result: NamedTensors, n: number): string {
  const { pairs } = countsOf(result);
  if (n >= pairs) return '';
  const why = leftOutWords(result);
  return `Undefined for ${pairs - n} of ${countWords(pairs, 'pair')} of the set${why === '' ? '' : ` (${why})`}.`;
}

/** '0.31 [0.27, 0.36]' */
export function formatCell({
  mean,
  ci_low,
  ci_high,
}: Pick<PatchedCell, 'mean' | 'ci_low' | 'ci_high'>): string {
  return formatEstimate({ mean, low: ci_low, high: ci_high });
}

/** The headline first: the map of heads, or the first there is; then the rule, the others, what was left out. */
export function patchingFindings(result: NamedTensors): string[] {
  const maps = mapsOf(result);
  const counts = countsOf(result);
  if (counts.measured === 0)
    return [`Nothing was patched: ${leftOutWords(result) || 'no pair could be measured'}.`];
  const leading = leadingMap(maps);
  if (leading === null) return ['Nothing was patched.'];
  const others = maps.filter(({ name }) => name !== leading.name && !name.endsWith('_by_position'));
  return [
    headlineOf(result, leading),
    controlSentence(result),
    ruleOf(result),
    stabilityWords(patchedCells(result, leading)),
    ...PATCH_DIRECTIONS.map((direction) => togetherWords(result, direction)),
    ...others.map((map) => headlineOf(result, map)),
    extentOf(result),
  ].filter((sentence) => sentence !== '');
}

/** What a page says of the map that it shows: the headline, that there is no control, what heads move together, the rule, the counts. */
export function sentencesOfMap(result: NamedTensors, map: ResultMap): string[] {
  return [
    headlineOf(result, map),
    controlSentence(result),
    map.hook === 'z' ? togetherWords(result, map.direction) : '',
    ruleOf(result),
    stabilityWords(patchedCells(result, map)),
    extentOf(result),
  ].filter((sentence) => sentence !== '');
}

/** The one that a page begins with: what heads read out, else the first. */
export function leadingMap(maps: readonly ResultMap[]): ResultMap | null {
  return maps.find(({ hook, byPosition }) => hook === 'z' && !byPosition) ?? maps[0] ?? null;
}

/** How many cells of a map move the outcome, and the one that does most, with control, interval, direction and n. */
function headlineOf(result: NamedTensors, map: ResultMap): string {
  const cells = patchedCells(result, map);
  const tested = cells.filter(({ verdict }) => verdict !== 'untested');
  const { title: place } = HOOK_PLACES[map.hook];
  const title = directionsOf(result).length > 1 ? `${place} (${map.direction})` : place;
  const verb = map.direction === 'denoising' ? 'restores' : 'breaks';
  const [most] = byEffect(cells);
  if (most === undefined) return `${title}: no cell could be measured.`;
  const what = map.heads === null ? 'cells of layer and position' : 'heads';
  const does = most.verdict === 'moves' ? `${verb} most` : 'has the largest mean';
  const best = `${nameInWords(most)} ${does}: ${cellInSentence(most)} of the way${controlWords(most)}; n = ${ofPairs(most.n ?? 0, countsOf(result).pairs)}`;
  if (tested.length === 0) {
    const pairs = Math.max(...cells.map(({ n }) => n ?? 0));
    const few =
      pairs === 1 ? 'One pair has no interval' : `${countWords(pairs, 'pair')} are too few for an interval`;
    return `${title}: ${best}. ${few}, so nothing is said of others.`;
  }
  const moving = cells.filter(({ verdict }) => verdict === 'moves');
  const beyond = moving.filter(({ beyondControl }) => beyondControl === true);
  const count = (wanted: PatchVerdict) => cells.filter(({ verdict }) => verdict === wanted).length;
  const [against, idle, open] = [count('against'), count('nothing'), count('undecided')];
  const compared = moving.some(({ beyondControl }) => beyondControl !== null)
    ? `, ${beyond.length} of them more than the control`
    : '';
  const head = `${title}: ${moving.length === 0 ? 'none' : moving.length} of ${tested.length} ${what} ${moving.length < 2 ? verb : map.direction === 'denoising' ? 'restore' : 'break'} something for sure${moving.length === 0 ? '' : compared}`;
  const away = against === 0 ? '' : `; ${against} ${against === 1 ? 'moves' : 'move'} it away`;
  const nothing = idle === 0 ? '' : `; ${countedVerdict(idle, 'nothing', map.direction)}`;
  const undecided = open === 0 ? '' : `; ${open} ${open === 1 ? 'is' : 'are'} undecided`;
  return `${head}${away}${nothing}${undecided}. ${best}, q ${most.q === null ? 'undefined' : `= ${formatValue(most.q)}`}.`;
}

/** What heads move that were put in all at once, beside the sum of what each moves alone; '' where none were. */
function togetherWords(result: NamedTensors, direction: PatchDirection): string {
  const cell = cellTogether(result, direction);
  if (cell === null) return '';
  const places = togetherOf(result);
  const heads = listWords(
    places.map(({ layer, head }) => `L${layer} H${head}`),
    MOST_NAMED,
  );
  if (cell.mean === null) return `Put in together, ${heads} could not be measured.`;
  const verbs = direction === 'denoising' ? 'restore' : 'break';
  const verb = places.length === 1 ? `${verbs}s` : verbs;
  const own = `Put in together, ${heads} ${verb} ${cellInSentence(cell)} of the way${controlWords(cell)}; n = ${cell.n ?? 0}`;
  const test = cell.verdict === 'untested' ? ', too few for an interval' : `, p = ${formatValue(cell.p)}`;
  const map = mapsOf(result).find((one) => one.name === `${direction}.z`);
  if (map === undefined) return `${own}${test}.`;
  const alone = patchedCells(result, map).filter((one) =>
    places.some(({ layer, head }) => layer === one.layer && head === one.head),
  );
  const sum = alone.reduce((total, { mean }) => total + (mean ?? Number.NaN), 0);
  return `${own}${test}. The means of each alone add up to ${formatValue(sum)}.`;
}

/** Of heads that were put in together. */
const MOST_NAMED = 6;

function cellInSentence({ mean, ci_low, ci_high }: Pick<PatchedCell, 'mean' | 'ci_low' | 'ci_high'>): string {
  return estimateInSentence({ mean, low: ci_low, high: ci_high });
}

function nameInWords(cell: PatchedCell): string {
  if (cell.head !== null || cell.role === null) return cellName(cell);
  return `L${cell.layer} at ${roleWords(cell.role)}`;
}

function controlWords({
  control_n,
  control_mean,
  control_ci_low,
  control_ci_high,
  difference,
  difference_ci_low,
  difference_ci_high,
}: StatedCell): string {
  if (control_mean === null) return ' (there is no control)';
  const own = cellInSentence({ mean: control_mean, ci_low: control_ci_low, ci_high: control_ci_high });
  const less =
    difference === null
      ? ''
      : `, the difference ${cellInSentence({ mean: difference, ci_low: difference_ci_low, ci_high: difference_ci_high })}`;
  return `, the control ${own} of its own (n = ${control_n ?? 0})${less}`;
}

function stabilityWords(cells: readonly PatchedCell[]): string {
  const overlap = overlapOfTop(cells);
  if (overlap === null) return '';
  return `Drawn again from the same pairs, on average ${overlap.again.toFixed(1)} of the top ${overlap.top} would be in the top ${overlap.top} again.`;
}

/** That there is no control, and why; '' where there is one, which stands beside each number. And where too few were measured. */
function controlSentence(result: NamedTensors): string {
  const { comparison } = settingsOf(result);
  const { neutrals, controlPairs, measured, clusters } = countsOf(result);
  const control =
    comparison !== 'none'
      ? ''
      : neutrals + controlPairs === 0
        ? 'There is no control beside it: give the pairs neutrals, or a control set.'
        : `There is no control beside it: ${tooFewFitWords(neutrals, controlPairs)}.`;
  const tooFew =
    clusters > 0 ? tooFewToCall(clusters, 'cluster', 'cell') : tooFewToCall(measured, 'pair', 'cell');
  return [control, tooFew].filter((sentence) => sentence !== '').join(' ');
}

function tooFewFitWords(neutrals: number, controlPairs: number): string {
  const shape = 'too few are of the shape of their pair (as many tokens put in, taken out and replaced)';
  return [
    ...measuredClause(neutrals, 'neutral', shape),
    ...measuredClause(controlPairs, 'control pair', 'too few are alike enough to pairs of the set'),
  ].join('; ');
}

/** One is too few, whatever it is like. */
function measuredClause(count: number, one: string, tooFew: string): readonly string[] {
  if (count === 0) return [];
  const some = countWords(count, one);
  return [
    count === 1 ? `only ${some} could be measured` : `of the ${some} that could be measured, ${tooFew}`,
  ];
}

/** What is measured, and when something is said to restore it. */
function ruleOf(result: NamedTensors): string {
  const { effect, margin } = settingsOf(result);
  const bound = formatChosen(margin);
  const { measured, clusters } = countsOf(result);
  return `${putInWords(result)} The effect is on the ${effectWords(effect)}: 0 where the run stays as it was, 1 where it gets as far as the other. A cell ${sureWords(result)} when its whole 95 % interval lies above ${bound}, and q is at most ${LARGEST_Q} over all cells of the map${byClusters(clusters, measured)}.`;
}

/** 'The original’s activation is put into the counterfactual.' */
function putInWords(result: NamedTensors): string {
  const words = directionsOf(result).map((direction) => PUT_IN_WORDS[direction]);
  return `${words.join('; ')}.`;
}

/** 'restores', 'restores or breaks' */
function sureWords(result: NamedTensors): string {
  return directionsOf(result)
    .map((direction) => VERDICT_WORDS[direction].moves)
    .join(' or ');
}

function directionsOf(result: NamedTensors): PatchDirection[] {
  const maps = mapsOf(result);
  return PATCH_DIRECTIONS.filter((direction) => maps.some((map) => map.direction === direction));
}

/** How many pairs there are, of which n were measured; what became of the others, and what was done in how many of the n. */
function extentOf(result: NamedTensors): string {
  const counts = countsOf(result);
  const parts = [leftOutWords(result), insertedWords(result)].filter((words) => words !== '');
  return `n = ${counts.measured} of ${countWords(counts.pairs, 'pair')}${parts.map((words) => `; ${words}`).join('')}.`;
}

/** Pairs that no number is made of, and why; '' where there are none. */
function leftOutWords(result: NamedTensors): string {
  const counts = countsOf(result);
  const { effect } = settingsOf(result);
  const clauses = [
    counts.same > 0 &&
      `${countWords(counts.same, 'pair')} with two statements that are the same to the tokenizer: nothing lies between them, so what is restored is undefined`,
    counts['not apart'] > 0 &&
      `${countWords(counts['not apart'], 'pair')} whose two runs differ by less than ${formatChosen(effect.least)}`,
    counts['not aligned'] > 0 &&
      `${countWords(counts['not aligned'], 'pair')} without a token that corresponds`,
    counts['too long'] > 0 && `${countWords(counts['too long'], 'pair')} too long for the model`,
    counts['no token'] > 0 &&
      `${countWords(counts['no token'], 'pair')} whose answer is missing or no single token`,
    counts['no position'] > 0 &&
      `${countWords(counts['no position'], 'pair')} without the place at which the effect is read`,
    counts['no neutral'] > 0 &&
      `${countWords(counts['no neutral'], 'pair')} without a neutral to measure a cosine to`,
    counts.failed > 0 && `${countWords(counts.failed, 'pair')} on which the model failed`,
  ].filter((clause) => clause !== false);
  return clauses.length === 0 ? '' : `left out: ${clauses.join('; ')}`;
}

/** What was done with tokens without partner; '' where there are none. */
function insertedWords(result: NamedTensors): string {
  const { inserted } = countsOf(result);
  if (inserted === 0) return '';
  const { inserted: rule } = settingsOf(result);
  const what =
    rule === 'leave'
      ? 'they keep their own values, and positions without partner are no cells'
      : 'they get the mean over the tokens of their run';
  return `of the pairs measured ${inserted} ${inserted === 1 ? 'has' : 'have'} tokens without partner: ${what}`;
}
