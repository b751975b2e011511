/** What a norms result says, in sentences made of its numbers. */
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { LONGEST_FEED_FORWARD } from '../../architectures/norm-names.ts';
import { formatShare, withoutEmptyInterval } from '../estimate.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { END_WORDS, type MixingMethod, NORMS_ENDS } from './defined.ts';
import { byCorrelation, type NormsHead, normsHeads } from './heads.ts';
import { chartedMethods, METHOD_WORDS, methodsOf, type MixingRow, mixingRows } from './methods.ts';
import { countWords, listWords } from '../statistics/count-words.ts';

/**
 * The headline first: in how many heads weights and norms disagree; by what rule; the head in which they do most; how much of
 * a token comes from others, at the levels of a block; what is not defined, and what was left out.
 */
export function normsFindings(result: NamedTensors): string[] {
  const heads = byCorrelation(normsHeads(result));
  return [
    headline(heads),
    lowestHead(heads),
    ...mixingSentences(result),
    rule(result),
    endSentence(result),
    leftOutSentence(result),
    longSentence(result),
  ].filter((sentence) => sentence !== '');
}

function headline(heads: readonly NormsHead[]): string {
  const all = countWords(heads.length, 'head');
  const disagreeing = heads.filter(({ verdict }) => verdict === 'disagree');
  if (heads.every(({ verdict }) => verdict === 'untested'))
    return `Too few texts for intervals: of no head can be said whether weights and norms disagree.`;
  if (disagreeing.length === 0) return `In none of ${all} do weights and norms disagree.`;
  return `In ${disagreeing.length} of ${all} weights and norms disagree: ${listWords(disagreeing.map(nameOf), NAMED)}.`;
}

/** So many heads are named in the headline; the ranking has all. */
const NAMED = 9;

function rule(result: NamedTensors): string {
  const texts = (scalarOf(result, 'texts') ?? 0) - (scalarOf(result, 'one_token') ?? 0);
  return `Weights and norms disagree in a head when the rank correlation of a head’s weights with the lengths of what it moves, over the cells of a text, lies below ${formatChosen(scalarOf(result, 'below'))} with its whole 95 % interval, and q is at most ${LARGEST_Q}; n = ${countWords(texts, 'text')}.`;
}

function lowestHead(heads: readonly NormsHead[]): string {
  const [lowest] = heads;
  if (lowest?.correlation.mean == null) return '';
  const agreeing = heads.filter(({ verdict }) => verdict === 'agree').length;
  const undecided = heads.filter(({ verdict }) => verdict === 'undecided').length;
  const rest = [
    agreeing > 0 && `${countWords(agreeing, 'head')} agree${agreeing === 1 ? 's' : ''}`,
    undecided > 0 && `${countWords(undecided, 'head')} ${undecided === 1 ? 'is' : 'are'} undecided`,
  ].filter((clause) => clause !== false);
  return `${nameOf(lowest)} has the lowest correlation of ${countWords(heads.length, 'head')}, ${formatShare(withoutEmptyInterval(lowest.correlation))}${lowest.q === null ? '' : ` (q = ${formatValue(lowest.q)}, Benjamini-Hochberg over all heads)`}${lowest.correlation.low === null ? ', without an interval' : ': where it looks says least of what it moves'}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}.`;
}

/** Of attention alone and of the last level: the layers with the smallest and the largest ratio. */
function mixingSentences(result: NamedTensors): string[] {
  const rows = mixingRows(result);
  const last = chartedMethods(methodsOf(result)).at(-1);
  const ofAttention = rangeOf(rows, 'attn');
  const ofLast = last === undefined || last === 'attn' ? '' : rangeOf(rows, last);
  return [
    ofAttention === ''
      ? ''
      : `By attention alone (AttnN), the share of a token that comes from others is ${ofAttention}.`,
    ofLast === '' || last === undefined
      ? ''
      : `With ${METHOD_WORDS[last].takes} (${METHOD_WORDS[last].name}) it is ${ofLast}.`,
  ];
}

/** '0.163 [0.160, 0.166] (layer 4) to 0.349 [0.341, 0.356] (layer 5)' */
function rangeOf(rows: readonly MixingRow[], method: MixingMethod): string {
  const own = rows
    .filter((row) => row.method === method && row.ratio.mean !== null)
    .toSorted((a, b) => (a.ratio.mean ?? 0) - (b.ratio.mean ?? 0));
  const [least, most] = [own[0], own.at(-1)];
  if (least === undefined || most === undefined) return '';
  if (least === most) return formatShare(withoutEmptyInterval(most.ratio));
  return `${formatShare(withoutEmptyInterval(least.ratio))} (layer ${least.layer}) to ${formatShare(withoutEmptyInterval(most.ratio))} (layer ${most.layer})`;
}

function endSentence(result: NamedTensors): string {
  const end = NORMS_ENDS[scalarOf(result, 'end') ?? -1];
  if (end === undefined || END_WORDS[end] === '') return '';
  const methods = methodsOf(result);
  const last = methods.at(-1);
  return `Levels beyond ${last ?? 'attention'} are not defined for this model: ${END_WORDS[end]}.`;
}

function leftOutSentence(result: NamedTensors): string {
  const one = scalarOf(result, 'one_token') ?? 0;
  if (one === 0) return '';
  return `${countWords(one, 'text')} of one token ${one === 1 ? 'is' : 'are'} left out of the mixing ratios: there is nothing to mix with.`;
}

function longSentence(result: NamedTensors): string {
  const long = result.has('long_texts') ? (scalarOf(result, 'long_texts') ?? 0) : 0;
  if (long === 0) return '';
  return `${countWords(long, 'text')} of more than ${LONGEST_FEED_FORWARD} tokens ${long === 1 ? 'has' : 'have'} no maps of the feed-forward layer (atb_ff…): every cell would go through it by itself. Mixing ratios are of all texts.`;
}

function nameOf({ layer, head }: NormsHead): string {
  return `L${layer} H${head}`;
}
