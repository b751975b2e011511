/** What an induction result says, in sentences made of its numbers. */
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { byDifference, type Estimate, type InductionHead, inductionHeads, LARGEST_Q } from './heads.ts';

/** '0.868 [0.851, 0.884]': mean and 95 % interval. */
export function formatEstimate({ mean, low, high }: Estimate, unit = ''): string {
  if (mean === null) return 'undefined';
  const interval = low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`;
  return `${formatValue(mean)}${interval}${unit === '' ? '' : ` ${unit}`}`;
}

/** The same for shares of attention in columns, which end at the third decimal: '0.868 [0.851, 0.884]', '<0.001 [−0.001, 0.002]'. */
export function formatShare({ mean, low, high }: Estimate): string {
  if (mean === null) return 'undefined';
  return low === null || high === null ? fixed(mean) : `${fixed(mean)} [${fixed(low)}, ${fixed(high)}]`;
}

/** What would round to 0 keeps its sign: a difference has a direction. */
function fixed(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.0005) return value > 0 ? '<0.001' : '>−0.001';
  return value.toFixed(3).replace('-', '−');
}

/**
 * The headline first: which heads are called induction heads; by what rule, and over how many sequences. Then the head
 * that goes furthest beyond its control, the heads that are not called, and what the model gains by the repetition.
 */
export function inductionFindings(result: NamedTensors): string[] {
  const heads = byDifference(inductionHeads(result));
  const [sequences = 0] = tensorOf(result, 'score_by_sequence').shape;
  const [furthest] = heads;
  return [
    headline(heads),
    rule(scalarOf(result, 'margin'), sequences),
    ...(furthest === undefined ? [] : [furthestHead(furthest, scalarOf(result, 'uniform'), heads.length)]),
    othersSentence(heads, scalarOf(result, 'margin')),
    lossSentence(result),
  ].filter((sentence) => sentence !== '');
}

function headline(heads: readonly InductionHead[]): string {
  const called = heads.filter(({ verdict }) => verdict === 'induction');
  const all = counted(heads.length, 'head');
  if (called.length === 0) return `None of ${all} is an induction head.`;
  const are = called.length === 1 ? 'is an induction head' : 'are induction heads';
  return `${called.length} of ${all} ${are}: ${called.map(nameOf).join(', ')}.`;
}

function rule(margin: number | null, sequences: number): string {
  return `By that is meant: score less control lies above ${formatValue(margin)} with its whole 95 % interval, and q is at most ${LARGEST_Q}; n = ${counted(sequences, 'sequence')}.`;
}

function furthestHead(head: InductionHead, uniform: number | null, heads: number): string {
  const { score, control, difference, q } = head;
  return `${nameOf(head)} has the largest difference from its control, of ${counted(heads, 'head')}: it gives ${formatEstimate(score)} of its attention to what followed the same token before, and ${formatEstimate(control)} to the same places where nothing is repeated; the difference is ${formatEstimate(difference)} (q = ${formatValue(q)}, Benjamini-Hochberg over all heads). Evenly spread attention would give ${formatValue(uniform)}.`;
}

/** '' where every head is called. */
function othersSentence(heads: readonly InductionHead[], margin: number | null): string {
  const none = heads.filter(({ verdict }) => verdict === 'none').length;
  const undecided = heads.filter(({ verdict }) => verdict === 'undecided').length;
  const bound = formatValue(margin);
  const clauses = [
    none > 0 &&
      `${counted(none, 'head')} ${none === 1 ? 'is no induction head' : 'are no induction heads'}: the whole interval of the difference lies below ${bound}`,
    undecided > 0 &&
      `${counted(undecided, 'head')} ${undecided === 1 ? 'is' : 'are'} undecided: the interval does not lie on one side of ${bound}, or q is above ${LARGEST_Q}`,
  ].filter((clause) => clause !== false);
  return clauses.length === 0 ? '' : `${clauses.join('; ')}.`;
}

function lossSentence(result: NamedTensors): string {
  const of = (name: string): Estimate => {
    const [low, high] = tensorOf(result, `${name}_interval`).data;
    return { mean: scalarOf(result, name), low: orNull(low), high: orNull(high) };
  };
  const difference = of('loss_difference');
  const { mean } = difference;
  const direction =
    mean === null
      ? ''
      : mean >= 0
        ? `, ${formatEstimate(difference, 'nats')} less`
        : `, ${formatEstimate(opposite(difference), 'nats')} more`;
  return `Loss on the second copy is ${formatEstimate(of('second_copy_loss'), 'nats')} a token, against ${formatEstimate(of('control_loss_mean'), 'nats')} on tokens in its place that repeat nothing${direction}.`;
}

function opposite({ mean, low, high }: Estimate): Estimate {
  const turned = (value: number | null) => (value === null ? null : -value);
  return { mean: turned(mean), low: turned(high), high: turned(low) };
}

const nameOf = ({ layer, head }: InductionHead) => `L${layer} H${head}`;

function counted(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? '' : 's'}`;
}
