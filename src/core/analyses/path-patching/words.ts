/** What path patching says, in sentences made of its numbers. */
import { effectWords } from '../../effects/effect-words.ts';
import { effectOf } from '../stored-effect.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { estimateInSentence } from '../estimate.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { extentWords, nothingPatched } from '../pair-states.ts';
import { countWords, listWords } from '../statistics/count-words.ts';
import { storedCount, tooFewUnits } from '../too-few.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { byStrength, effectsOfMap, mapsOf, type PathEffect, type PathMap, type PathVerdict } from './maps.ts';
import { type PathRead, type PathWay, type Receiver, receiverName, type Sender } from './paths.ts';

export const WAY_WORDS: Readonly<Record<PathWay, string>> = {
  direct: 'along the residual stream alone',
  with_mlps: 'with MLPs and norms between computed anew',
};

/** Short enough for a choice. */
export const WAY_TITLES: Readonly<Record<PathWay, string>> = { direct: 'direct', with_mlps: 'with MLPs' };

export const READ_WORDS: Readonly<Record<PathRead, string>> = {
  q: 'queries',
  k: 'keys',
  v: 'values',
  output: 'output',
};

export const PATH_VERDICT_WORDS: Readonly<Record<PathVerdict, string>> = {
  sends: 'sends something',
  opposes: 'works against it',
  nothing: 'sends nothing that counts',
  undecided: 'undecided',
  untested: 'not tested',
};

/** 'L4 H6', 'MLP 3', 'the embeddings' */
export function senderWords({ layer, head }: Sender): string {
  if (layer === null) return 'the embeddings';
  return head === null ? `MLP ${layer}` : `L${layer} H${head}`;
}

/** 'the values of L5 H9', 'the output' */
export function receiverWords({ layer, head, read }: Receiver): string {
  return layer === null ? 'the output' : `the ${READ_WORDS[read]} of L${layer} H${head}`;
}

/** So many receivers are told of one by one, and so many senders named of each. */
const TOLD = 3;
const NAMED = 5;

/** The headline first: of the receiver that the strongest path ends in. */
export function pathFindings(result: NamedTensors): string[] {
  if (!result.has('paths.share') || measuredPairs(result) === 0)
    return [nothingPatched(result, 'paths.states')];
  const maps = mapsOf(result);
  const all = maps.map((map, at) => ({ map, effects: byStrength(effectsOfMap(result, at)) }));
  const paths = all.reduce((sum, { effects }) => sum + effects.length, 0);
  const sizeOf = ({ effects }: (typeof all)[number]) => Math.abs(effects[0]?.mean ?? 0);
  // Of each receiver by the way that goes furthest; of two that are the same the first, which a page opens with.
  const strongest = all.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const told = strongest.filter(
    ({ map: { to } }, at) =>
      strongest.findIndex(({ map }) => receiverName(map.to) === receiverName(to)) === at,
  );
  const effect = effectOf(result, 'paths.effect');
  const isNoise = scalarOf(result, 'paths.noise') === 1;
  const margin = formatChosen(scalarOf(result, 'paths.margin'));
  const way = isNoise ? 'from the original to the counterfactual' : 'from the counterfactual to the original';
  const sentences = told
    .slice(0, TOLD)
    .map(({ map, effects }, at) => mapSentence(map, effects, maps, at === 0));
  return [
    ...sentences.slice(0, 1),
    'There is no control beside it: a share is of the difference between the two statements of each pair, whatever made it.',
    tooFewUnits(storedCount(result, 'paths.clusters'), measuredPairs(result), 'pair', 'path'),
    ...sentences.slice(1),
    told.length > TOLD
      ? `${countWords(told.length - TOLD, 'more receiver')} ${told.length - TOLD === 1 ? 'is' : 'are'} in the table.`
      : '',
    told.length < maps.length
      ? 'Each receiver is described along the way with the largest effect; the other way is in the table.'
      : '',
    `A path counts when its whole 95 % interval lies beyond ±${margin} of the way ${way} in the ${effectWords(effect)}, and q is at most ${LARGEST_Q} over ${paths.toLocaleString('en')} paths; ${extentWords(result, 'paths.states')}.`,
    unalignedSentence(result),
    sharedSentence(result),
  ].filter((sentence) => sentence !== '');
}

/** '9 senders (8 heads and the embeddings)'; '8 heads' where all are heads. @param saysWhich what they are, where not all are heads */
function sendersWords(effects: readonly PathEffect[], saysWhich: boolean): string {
  const heads = effects.filter(({ from }) => from.head !== null).length;
  if (heads === effects.length) return countWords(heads, 'head');
  const all = countWords(effects.length, 'sender');
  if (!saysWhich) return all;
  const others = effects.map(({ from }) => from).filter(({ head }) => head === null);
  const parts = [...(heads === 0 ? [] : [countWords(heads, 'head')]), ...otherSenders(others)];
  return `${all} (${new Intl.ListFormat('en-GB').format(parts)})`;
}

/** ['2 MLPs', 'the embeddings'], of senders that are no heads. */
function otherSenders(others: readonly Sender[]): string[] {
  const mlps = others.filter(({ layer }) => layer !== null).length;
  return [
    ...(mlps === 0 ? [] : [countWords(mlps, 'MLP')]),
    ...(mlps < others.length ? ['the embeddings'] : []),
  ];
}

/** What the table of senders that are no heads is called: 'MLPs and embeddings', 'Embeddings'. */
export function otherSendersTitle(effects: readonly Pick<PathEffect, 'from'>[]): string {
  const mlps = effects.filter(({ from }) => from.layer !== null).length;
  const hasEmbeddings = mlps < effects.length;
  if (mlps === 0) return 'Embeddings';
  const words = mlps === 1 ? 'MLP' : 'MLPs';
  return hasEmbeddings ? `${words} and embeddings` : words;
}

function mapSentence(
  { way, to }: PathMap,
  effects: readonly PathEffect[],
  maps: readonly PathMap[],
  saysWhich: boolean,
): string {
  const tested = effects.filter(({ verdict }) => verdict !== 'untested');
  const [strongest] = tested.length === 0 ? effects : tested;
  if (strongest === undefined) return '';
  const by = new Set(maps.map((map) => map.way)).size > 1 ? `, ${WAY_WORDS[way]}` : '';
  const what = `${senderWords(strongest.from)} ${estimateInSentence(strongest)}`;
  if (tested.length === 0)
    return `To ${receiverWords(to)}${by}, the largest of ${sendersWords(effects, saysWhich)} is ${what}: one pair, or too few, for an interval.`;
  const count = (verdict: PathVerdict) => effects.filter((one) => one.verdict === verdict).length;
  const sending = tested.filter(({ verdict }) => verdict === 'sends' || verdict === 'opposes');
  const rest = [
    count('nothing') > 0 &&
      `${count('nothing')} ${count('nothing') === 1 ? 'sends' : 'send'} nothing that counts`,
    count('undecided') > 0 && `${count('undecided')} ${count('undecided') === 1 ? 'is' : 'are'} undecided`,
    count('untested') > 0 && `${count('untested')} could not be tested`,
  ].filter((clause) => clause !== false);
  const others = rest.length === 0 ? '' : `; ${rest.join(', ')}`;
  if (sending.length === 0)
    return `None of ${sendersWords(tested, saysWhich)} is known to reach ${receiverWords(to)}${by}; the largest is ${what}${others}.`;
  const named = listWords(
    sending.map(
      (one, at) => `${senderWords(one.from)} ${at === 0 ? estimateInSentence(one) : formatValue(one.mean)}`,
    ),
    NAMED,
  );
  const verb = sending.length === 1 ? 'reaches' : 'reach';
  return `${sending.length} of ${sendersWords(tested, saysWhich)} ${verb} ${receiverWords(to)}${by}: ${named} (q = ${formatValue(sending[0]?.q ?? null)} of the first)${others}.`;
}

function unalignedSentence(result: NamedTensors): string {
  const alone = scalarOf(result, 'paths.unaligned') ?? 0;
  return alone === 0
    ? ''
    : `${alone.toLocaleString('en')} ${alone === 1 ? 'token has' : 'tokens have'} no partner in the other statement of ${alone === 1 ? 'its pair' : 'their pairs'}; nothing is put in there.`;
}

function sharedSentence(result: NamedTensors): string {
  const heads = scalarOf(result, 'paths.heads') ?? 0;
  const own = scalarOf(result, 'paths.key_value_heads') ?? heads;
  const reads = new Set(mapsOf(result).map(({ to }) => to.read));
  return own === heads || !(reads.has('k') || reads.has('v'))
    ? ''
    : `Heads of this model share keys and values, ${heads / own} at a time: those of a head are put in for all that share them.`;
}

/** Pairs that have a value. */
export function measuredPairs(result: NamedTensors): number {
  return Math.max(0, ...tensorOf(result, 'paths.share_n').data);
}
