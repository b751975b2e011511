/** What a catalogue says, in sentences made of its numbers. */
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { numberAt } from '../of-heads.ts';
import { calledBy, catalogueOfHeads } from './of-heads.ts';

/** So many heads of a score are named; the ranking has all. */
const NAMED = 6;

/**
 * How often and by how much the model prefers the answer; for each score which heads are called, the first with its numbers and its
 * control's; what was left out, and what the scores are not.
 */
export function catalogueFindings(result: NamedTensors): string[] {
  const interval = tensorOf(result, 'logit_difference_interval').data;
  const n = tensorOf(result, 'logit_difference_n').data[0] ?? 0;
  const leftOut = scalarOf(result, 'left_out') ?? 0;
  return [
    `The model prefers the answer to the wrong one in ${formatValue(scalarOf(result, 'right') ?? NaN)} of ${n} pairs, by ${formatValue(scalarOf(result, 'logit_difference') ?? NaN)} ${range(interval[0], interval[1])} logits.`,
    ...catalogueOfHeads(result).map((quantity) => {
      const heads = calledBy(quantity);
      const as = quantity.called?.as ?? '';
      const [first] = heads;
      if (first === undefined || quantity.difference === undefined || quantity.control === undefined)
        return `No head is called ${as}.`;
      const place = first.layer * quantity.heads + first.head;
      const [score, control, difference] = [quantity, quantity.control, quantity.difference].map((numbers) =>
        numberAt(numbers, place),
      );
      const named = heads.slice(0, NAMED).map(({ layer, head }) => `L${layer} H${head}`);
      const more = heads.length - named.length;
      return `${heads.length} of ${quantity.values.length} heads ${heads.length === 1 ? 'is' : 'are'} called ${as}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. L${first.layer} H${first.head}: ${formatValue(score?.mean ?? NaN)}, control (${quantity.control.title}) ${formatValue(control?.mean ?? NaN)}, difference ${formatValue(difference?.mean ?? NaN)} ${range(difference?.low, difference?.high)}${quantity.unit === '' ? '' : ` ${quantity.unit}`} (q = ${formatValue(quantity.q?.[place] ?? NaN)}).`;
    }),
    leftOut === 0
      ? ''
      : `${leftOut === 1 ? '1 pair is' : `${leftOut} pairs are`} left out: without answers of one token, or without the answer named once and the other name twice.`,
    'Attention and direct effects are observed. Whether the answer hangs on a head is shown by taking it away or patching it.',
  ].filter((sentence) => sentence !== '');
}

function range(low: number | null | undefined, high: number | null | undefined): string {
  return `[${formatValue(low ?? NaN)}, ${formatValue(high ?? NaN)}]`;
}
