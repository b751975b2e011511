/** What an induction result says, in sentences made of its numbers. */
import { LEAST_PAIRED } from '../../bounds.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { type Estimate, estimateInSentence } from '../estimate.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { tooFewToCall } from '../too-few.ts';
import { byDifference, type InductionHead, inductionHeads } from './heads.ts';
import { isOfDecoder, mainMeasure } from './measures.ts';
import { countWords } from '../statistics/count-words.ts';

/**
 * The headline first: which heads are called induction heads. Then the head that goes furthest beyond its control, whether there
 * were too few sequences, the heads that are not called, what the model gains by the repetition, and what texts say; last by what
 * rule heads are called, and over how many sequences.
 */
export function inductionFindings(result: NamedTensors): string[] {
  const heads = byDifference(inductionHeads(result));
  const [furthest] = heads;
  const margin = scalarOf(result, 'induction.margin');
  return [
    headline(heads, isOfDecoder(result)),
    ...(furthest === undefined ? [] : [furthestHead(furthest, result, heads.length)]),
    tooFewToCall(sequencesOf(result), isOfDecoder(result) ? 'sequence' : 'trial'),
    othersSentence(heads, margin, isOfDecoder(result)),
    lossSentence(result),
    naturalSentence(result),
    contextSentence(result),
    rule(margin, sequencesOf(result), isOfDecoder(result)),
  ].filter((sentence) => sentence !== '');
}

/** Sequences, or trials of the standard set-up, that could be measured. */
export function sequencesOf(result: NamedTensors): number {
  return Math.max(0, ...tensorOf(result, `induction.${mainMeasure(result)}_n`).data);
}

function headline(heads: readonly InductionHead[], isDecoder: boolean): string {
  const called = heads.filter(({ verdict }) => verdict === 'induction');
  const all = countWords(heads.length, 'head');
  const names = called.map(nameOf).join(', ');
  if (heads.every(({ verdict }) => verdict === 'untested'))
    return `Too few ${isDecoder ? 'sequences' : 'trials'} to tell whether any of ${all} ${isDecoder ? 'is an induction head' : 'looks from [MASK] to where the masked token stood before'}.`;
  if (!isDecoder) {
    if (called.length === 0)
      return `None of ${all} looks from [MASK] to where the masked token stood before.`;
    return `${called.length} of ${all} ${called.length === 1 ? 'looks' : 'look'} from [MASK] to where the masked token stood before: ${names}.`;
  }
  if (called.length === 0) return `None of ${all} is an induction head.`;
  const are = called.length === 1 ? 'is an induction head' : 'are induction heads';
  return `${called.length} of ${all} ${are}: ${names}.`;
}

function rule(margin: number | null, sequences: number, isDecoder: boolean): string {
  return `Called: score less control lies above ${formatChosen(margin)} with its whole 95 % interval, and q is at most ${LARGEST_Q}; n = ${countWords(sequences, isDecoder ? 'sequence' : 'trial')}.`;
}

function furthestHead(head: InductionHead, result: NamedTensors, heads: number): string {
  const { score, control, difference, q } = head;
  const what = isOfDecoder(result)
    ? 'to what followed the same token before'
    : 'from [MASK] to where its token stood before';
  const uniform = formatValue(scalarOf(result, 'induction.uniform'));
  if (difference.mean === null)
    return `${nameOf(head)} gives ${estimateInSentence(score)} of its attention ${what}; there are too few other tokens for a control. Evenly spread attention would give ${uniform}.`;
  return `${nameOf(head)} has the largest difference from its control, of ${countWords(heads, 'head')}: it gives ${estimateInSentence(score)} of its attention ${what}, and ${estimateInSentence(control)} to the same places where nothing is repeated; the difference is ${estimateInSentence(difference)} (q = ${formatValue(q)}, Benjamini-Hochberg over all heads). Evenly spread attention would give ${uniform}.`;
}

/** '' where every head is called. */
function othersSentence(heads: readonly InductionHead[], margin: number | null, isDecoder: boolean): string {
  const none = heads.filter(({ verdict }) => verdict === 'none').length;
  const undecided = heads.filter(({ verdict }) => verdict === 'undecided').length;
  const bound = formatChosen(margin);
  const clauses = [
    none > 0 &&
      `${countWords(none, 'head')} ${noneWords(none, isDecoder)}: the whole interval of the difference lies below ${bound}`,
    undecided > 0 &&
      `${countWords(undecided, 'head')} ${undecided === 1 ? 'is' : 'are'} undecided: the interval does not lie on one side of ${bound}, or q is above ${LARGEST_Q}`,
  ].filter((clause) => clause !== false);
  return clauses.length === 0 ? '' : `${clauses.join('; ')}.`;
}

function noneWords(count: number, isDecoder: boolean): string {
  if (!isDecoder) return count === 1 ? 'does not' : 'do not';
  return count === 1 ? 'is no induction head' : 'are no induction heads';
}

/** A number of the whole model, with its interval. */
function estimateOf(result: NamedTensors, name: string): Estimate | null {
  if (!result.has(`induction.${name}`)) return null;
  const [low, high] = tensorOf(result, `induction.${name}_interval`).data;
  return { mean: scalarOf(result, `induction.${name}`), low: orNull(low), high: orNull(high) };
}

function lossSentence(result: NamedTensors): string {
  const second = estimateOf(result, 'second_copy_loss');
  if (second !== null) {
    const control = estimateOf(result, 'control_loss_mean');
    const difference = estimateOf(result, 'loss_difference');
    const said = `Loss on the second copy is ${estimateInSentence(second, 'nats')} a token`;
    if (control === null || difference === null) return `${said}.`;
    return `${said}, against ${estimateInSentence(control, 'nats')} on tokens in its place that repeat nothing${lessOrMore(difference)}.`;
  }
  const told = estimateOf(result, 'standard.masked_loss');
  const unrepeated = estimateOf(result, 'standard.masked_loss_control');
  if (told === null) return '';
  const against =
    unrepeated === null
      ? ''
      : `, against ${estimateInSentence(unrepeated, 'nats')} where nothing is repeated`;
  return `The masked token is told with a loss of ${estimateInSentence(told, 'nats')}${against}.`;
}

function lessOrMore(difference: Estimate): string {
  const { mean } = difference;
  if (mean === null) return '';
  return mean >= 0
    ? `, ${estimateInSentence(difference, 'nats')} less`
    : `, ${estimateInSentence(opposite(difference), 'nats')} more`;
}

/** The head that attends most to natural repeats beyond even attention, and how the called ones do there. */
function naturalSentence(result: NamedTensors): string {
  const lifts = result.get('induction.natural_lift');
  if (lifts === undefined) return '';
  const texts = Math.max(0, ...tensorOf(result, 'induction.natural_n').data);
  if (texts === 0)
    return 'No text repeats a token that something follows: there is no induction on natural repeats.';
  const [, heads = 0] = lifts.shape;
  const interval = tensorOf(result, 'induction.natural_lift_interval').data;
  const q = tensorOf(result, 'induction.natural_lift_q').data;
  let best = 0;
  lifts.data.forEach((lift, place) => {
    if (lift > (lifts.data[best] ?? -Infinity)) best = place;
  });
  const lift = {
    mean: orNull(lifts.data[best]),
    low: orNull(interval[2 * best]),
    high: orNull(interval[2 * best + 1]),
  };
  if (texts < LEAST_PAIRED)
    return `Natural repeats are in ${countWords(texts, 'text')}, too few to say which heads attend to them.`;
  return `On natural repeats of ${countWords(texts, 'text')} it is L${Math.floor(best / heads)} H${best % heads} that goes furthest beyond evenly spread attention: by ${estimateInSentence(lift)} (q = ${formatValue(orNull(q[best]))}).`;
}

function contextSentence(result: NamedTensors): string {
  const score = estimateOf(result, 'icl.score');
  if (score === null) return '';
  const texts = tensorOf(result, 'induction.icl.score_n').data[0] ?? 0;
  const early = scalarOf(result, 'induction.context_early');
  const late = scalarOf(result, 'induction.context_late');
  if (texts === 0)
    return `No text has more than ${formatValue(late)} tokens, so there is no in-context learning score: give longer texts, or a shorter context.`;
  return `In-context learning score, the loss after ${formatValue(early)} tokens less that after ${formatValue(late)}: ${estimateInSentence(score, 'nats')} over ${countWords(texts, 'text')}; above 0 what comes later is easier.`;
}

function opposite({ mean, low, high }: Estimate): Estimate {
  const turned = (value: number | null) => (value === null ? null : -value);
  return { mean: turned(mean), low: turned(high), high: turned(low) };
}

const nameOf = ({ layer, head }: InductionHead) => `L${layer} H${head}`;
