/** What an induction result says, in sentences made of its numbers. */
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { byDifference, type Estimate, type InductionHead, inductionHeads } from './heads.ts';

/** '0.868 [0.851, 0.884]' */
export function formatEstimate({ mean, low, high }: Estimate, unit = ''): string {
  if (mean === null) return 'undefined';
  return low === null || high === null
    ? formatValue(mean, unit)
    : `${formatValue(mean, unit)} [${formatValue(low)}, ${formatValue(high)}]`;
}

const nameOf = ({ layer, head }: InductionHead) => `L${layer} H${head}`;

/** The headline first. */
export function inductionFindings(result: NamedTensors): string[] {
  const heads = byDifference(inductionHeads(result));
  const count = (verdict: InductionHead['verdict']) =>
    heads.filter((head) => head.verdict === verdict).length;
  const called = heads.filter(({ verdict }) => verdict === 'induction');
  const margin = formatValue(scalarOf(result, 'margin'));
  const [largest] = heads;
  const sentences: string[] = [
    called.length === 0
      ? `No head of ${heads.length} is an induction head.`
      : `${called.length} of ${heads.length} heads attend${called.length === 1 ? 's' : ''} to what followed the same token before: ${called.map(nameOf).join(', ')}.`,
  ];
  if (largest !== undefined)
    sentences.push(
      `${nameOf(largest)} gives it ${formatEstimate(largest.score)} of its attention; at the same places where nothing is repeated ${formatEstimate(largest.control)}, evenly spread attention ${formatValue(scalarOf(result, 'uniform'))}.`,
    );
  sentences.push(
    `${count('none')} heads do not: the whole interval of their difference from the control lies below ${margin}. ${count('undecided')} ${count('undecided') === 1 ? 'is' : 'are'} undecided.`,
  );
  sentences.push(lossSentence(result));
  return sentences;
}

function lossSentence(result: NamedTensors): string {
  const of = (name: string): Estimate => {
    const [low, high] = tensorOf(result, `${name}_interval`).data;
    return { mean: scalarOf(result, name), low: low ?? null, high: high ?? null };
  };
  return `Loss on the second copy: ${formatEstimate(of('second_copy_loss'), 'nats')} a token, ${formatEstimate(of('loss_difference'))} less than where nothing is repeated.`;
}
