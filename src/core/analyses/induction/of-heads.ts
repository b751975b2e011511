/** What an induction analysis knows of every head, for the head's page and the catalogue. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { inductionHeads, type InductionVerdict } from './heads.ts';
import {
  isSigned,
  leadingMeasures,
  mainMeasure,
  measuresOf,
  measureWords,
  nothingRepeated,
} from './measures.ts';

const OUTCOMES = {
  induction: 'called',
  undecided: 'undecided',
  untested: 'untested',
  none: 'none',
} as const satisfies Record<InductionVerdict, HeadOutcome>;

/**
 * The score, or an encoder's attention to the first copy, beside its control, with what is called by their difference; what
 * it may be mistaken for; natural repeats, where there were texts.
 */
export function inductionOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const shown = [...leadingMeasures(result), 'natural_lift'];
  return measuresOf(result)
    .filter((measure) => shown.includes(measure))
    .map((measure) => inductionQuantity(result, measure));
}

const SHARES: readonly [number, number] = [0, 1];
const DIFFERENCES: readonly [number, number] = [-1, 1];

/** One measure of every head. @throws RangeError when the result does not have it */
export function inductionQuantity(result: NamedTensors, measure: string): HeadQuantity {
  const tensor = `induction.${measure}`;
  const quantity: HeadQuantity = {
    ...headNumbers(result, tensor),
    name: measure.replace('.', '_'),
    title: measureWords(measure),
    unit: '',
    question: 'looks',
    signed: isSigned(measure),
    domain: isSigned(measure) ? DIFFERENCES : SHARES,
    n: Math.max(0, ...tensorOf(result, `${tensor}_n`).data),
    byItem: { tensor: measure },
  };
  if (measure === 'difference') return { ...quantity, ...callsOfDifference(result) };
  if (measure !== mainMeasure(result)) {
    const control = `${tensor}_control`;
    const q = result.get(`${tensor}_q`)?.data;
    return {
      ...quantity,
      ...(result.has(control) && { control: { ...headNumbers(result, control), title: nothingRepeated } }),
      ...(q !== undefined && { q: Float64Array.from(q) }),
    };
  }
  // Where token ids are given, and too few others are left, there is no control.
  if (!result.has('induction.difference')) return quantity;
  return {
    ...quantity,
    control: { ...headNumbers(result, 'induction.control'), title: nothingRepeated },
    difference: headNumbers(result, 'induction.difference'),
    ...callsOfDifference(result),
  };
}

/** What is said of heads is said of the main measure less its control. */
function callsOfDifference(result: NamedTensors): Required<Pick<HeadQuantity, 'q' | 'called'>> {
  return {
    q: Float64Array.from(tensorOf(result, 'induction.difference_q').data),
    called: {
      as: 'induction',
      not: ['no induction head', 'no induction heads'],
      rule: `The whole 95 % interval of score less control lies above ${formatChosen(scalarOf(result, 'induction.margin'))}, and q is at most ${LARGEST_Q}.`,
      outcomes: inductionHeads(result).map(({ verdict }) => OUTCOMES[verdict]),
    },
  };
}
