/** What an ablation says, in sentences made of its numbers. */
import { capitalised } from '../../capitalised.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { estimateAt, estimateInSentence } from '../estimate.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { methodsOf } from './combine.ts';
import { type AblatedHead, ablatedHeads, type AblationVerdict, byCost } from './heads.ts';
import type { AblationMethod } from './methods.ts';
import { countWords, listWords } from '../statistics/count-words.ts';
import { storedCount, tooFewUnits } from '../too-few.ts';

export const METHOD_WORDS: Readonly<Record<AblationMethod, string>> = {
  zero: 'zero',
  mean_row: 'mean of the text',
  mean_set: 'mean of the set',
  resample: 'another text',
};

export const METHOD_DEFINITIONS: Readonly<Record<AblationMethod, string>> = {
  zero: 'Nothing is put in the place of what the head reads out. A model has never met that, so part of the change may come of that and not of what the head says.',
  mean_row:
    'The mean over the text’s own positions is put in: what the head says of the text at large stays.',
  mean_set:
    'The mean over all tokens of all texts is put in: what the head always says stays, and nothing else.',
  resample:
    'What the head reads out of another text of the set, at the same position, is put in: all that it says of this text is gone, and what is put in is as usual as before.',
};

export const VERDICT_WORDS: Readonly<Record<AblationVerdict, string>> = {
  costs: 'changes the loss: it rises without the head',
  gains: 'changes the loss: it falls without the head',
  'no matter': 'does not matter',
  undecided: 'undecided',
  untested: 'not tested: one text tells nothing of others',
};

/** The method that a page begins with, and of which its sentences are: the one that leaves least of the head in place. */
export function leadingMethod(result: NamedTensors): AblationMethod | null {
  const methods = methodsOf(result);
  const best = (['resample', 'mean_set', 'mean_row', 'zero'] as const).find((method) =>
    methods.includes(method),
  );
  return best ?? null;
}

/** The headline first: without how many heads the loss rises by the leading method; then without which most, the others, the rule. */
export function ablationFindings(result: NamedTensors): string[] {
  const method = leadingMethod(result);
  if (method === null) return ['Nothing was taken away: no text could be measured.'];
  const heads = byCost(ablatedHeads(result, method));
  const margin = scalarOf(result, 'ablation.margin');
  const [dearest] = heads;
  return [
    headline(heads, method),
    ...(dearest === undefined ? [] : [dearestHead(dearest, method, result)]),
    // In sight: without it nothing says why what lies beyond the margin is undecided.
    tooFewUnits(storedCount(result, 'ablation.clusters'), measuredTexts(result), 'text'),
    othersSentence(heads, margin),
    `The loss rises without a head when the whole 95 % interval lies above ${formatChosen(margin)} nats a token, and q is at most ${LARGEST_Q} over ${countWords(heads.length, 'head')}; ${extent(result)}. No control stands beside these numbers.`,
  ].filter((sentence) => sentence !== '');
}

/** So many heads are named in the headline; the ranking has all. */
const NAMED = 8;

function headline(heads: readonly AblatedHead[], method: AblationMethod): string {
  const costly = heads.filter(({ verdict }) => verdict === 'costs');
  const all = countWords(heads.length, 'head');
  const way = `(${METHOD_WORDS[method]} in the place of each)`;
  if (heads.every(({ verdict }) => verdict === 'untested'))
    return `Too few texts to tell how the loss changes without any of ${all} ${way}.`;
  if (costly.length === 0)
    return `Taken away one at a time, none of ${all} is found without which the loss rises ${way}.`;
  return `Without ${costly.length} of ${all}, taken away one at a time, the loss rises ${way}: ${listWords(costly.map(nameOf), NAMED)}.`;
}

/** Texts with a token that was foretold. */
export function measuredTexts(result: NamedTensors): number {
  return tensorOf(result, 'ablation.clean_loss_by_text').data.filter((loss) => !Number.isNaN(loss)).length;
}

function extent(result: NamedTensors): string {
  const texts = measuredTexts(result);
  const leftOut = tensorOf(result, 'ablation.text').data.length - texts;
  const tokens = scalarOf(result, 'ablation.tokens') ?? 0;
  const clean = estimateInSentence(estimateAt(result, 'ablation.clean_loss', 0), 'nats');
  return `n = ${countWords(texts, 'text')}, ${countWords(tokens, 'token')} foretold, with nothing taken away at ${clean} a token${leftOut > 0 ? `; ${countWords(leftOut, 'text')} left out, with nothing to foretell or too long for the model` : ''}`;
}

/** By the leading method with its interval; then what is said of it under each of the others. */
function dearestHead(dearest: AblatedHead, method: AblationMethod, result: NamedTensors): string {
  const { layer, head, q } = dearest;
  const others = methodsOf(result).flatMap((other) => {
    if (other === method) return [];
    const own = ablatedHeads(result, other).find((one) => one.layer === layer && one.head === head);
    return own === undefined ? [] : [{ name: IN_PLACE[other], ...own }];
  });
  const test = q === null ? 'too few texts for a test' : `q = ${formatValue(q)}`;
  const said = (Object.keys(WITH_OTHERS) as AblationVerdict[]).flatMap((verdict) => {
    const names = others.filter((one) => one.verdict === verdict).map(({ name }) => name);
    const too = verdict === 'costs' && dearest.verdict === 'costs' ? ', too' : '';
    return names.length === 0 ? [] : [`with ${eitherWords(names)} ${WITH_OTHERS[verdict]}${too}`];
  });
  const beside = said.length === 0 ? '' : ` ${capitalised(said.join('; '))}.`;
  const by = `${estimateInSentence(dearest, 'nats')} a token`;
  // Of one without which the loss is not found to rise, and may fall, the mean is all that is said.
  return dearest.verdict === 'costs'
    ? `Without ${nameOf(dearest)} it rises most: with ${IN_PLACE[method]} in its place by ${by} (${test}).${beside}`
    : `${nameOf(dearest)} has the largest mean change of loss with ${IN_PLACE[method]} in its place: ${by} (${test}).${beside}`;
}

/** What is put in the place of a head, within a sentence. */
const IN_PLACE: Readonly<Record<AblationMethod, string>> = {
  zero: 'zero',
  mean_row: 'the mean of the text',
  mean_set: 'the mean of the set',
  resample: 'another text',
};

/** 'zero', 'zero or the mean of the text', 'zero, the mean of the text or the mean of the set' */
function eitherWords(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]*)$/u, ' or $1');
}

const WITH_OTHERS: Readonly<Record<AblationVerdict, string>> = {
  costs: 'the loss rises',
  gains: 'the loss falls',
  'no matter': 'it does not matter',
  undecided: 'it is undecided',
  untested: 'it is not tested',
};

function othersSentence(heads: readonly AblatedHead[], margin: number | null): string {
  const count = (wanted: AblationVerdict) => heads.filter(({ verdict }) => verdict === wanted).length;
  const bound = formatChosen(margin);
  const gains = count('gains');
  const none = count('no matter');
  const undecided = count('undecided');
  const untested = count('untested');
  const clauses = [
    gains > 0 && `without ${countWords(gains, 'head')} the loss falls, by more than ${bound}`,
    none > 0 &&
      `${countWords(none, 'head')} ${none === 1 ? 'does' : 'do'} not matter: the whole interval lies within ±${bound}`,
    undecided > 0 &&
      `${countWords(undecided, 'head')} ${undecided === 1 ? 'is' : 'are'} undecided: the interval reaches across ±${bound}, or q is above ${LARGEST_Q}`,
    untested > 0 &&
      `${countWords(untested, 'head')} ${untested === 1 ? 'has' : 'have'} no interval: too few texts`,
  ].filter((clause) => clause !== false);
  const said = clauses.join('; ');
  return said === '' ? '' : `${capitalised(said)}.`;
}

const nameOf = ({ layer, head }: AblatedHead) => `L${layer} H${head}`;
