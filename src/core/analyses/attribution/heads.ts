/** The heads of an attribution, each with what is said of it. */
import { type Estimate, estimateAt } from '../estimate.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { beyondMargin, type IntervalVerdict } from '../interval-verdict.ts';
import { CONTROL, DIFFERENCE } from './combine.ts';

/**
 * What the 95 % interval of what a head adds, less what it adds to drawn tokens, says against the margin, by {@link beyondMargin} with q
 * over all heads: 'for' and 'against', 'nothing' within; 'untested' without an interval, of one text; else 'undecided'.
 */
export type AttributionVerdict = 'for' | 'against' | 'nothing' | 'undecided' | 'untested';

const VERDICTS = {
  above: 'for',
  below: 'against',
  within: 'nothing',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<IntervalVerdict, AttributionVerdict>;

export interface AttributedHead extends Estimate {
  readonly layer: number;
  readonly head: number;
  readonly verdict: AttributionVerdict;
  readonly n: number;
  readonly control: Estimate | null;
  /** Less the control, text by text; itself where there is none. */
  readonly difference: Estimate;
  readonly q: number | null;
}

/** What is judged: the difference from the control, where there is one. */
export function judgedName(result: NamedTensors): string {
  const name = 'attribution.heads';
  return result.has(name + DIFFERENCE) ? name + DIFFERENCE : name;
}

/** Every head by layer and head; none of a model without layers, and of cases. */
export function attributedHeads(result: NamedTensors): AttributedHead[] {
  const name = 'attribution.heads';
  if (!result.has(name)) return [];
  const { shape, data } = tensorOf(result, name);
  const [, heads = 0] = shape;
  const judged = judgedName(result);
  const margin = scalarOf(result, 'attribution.margin') ?? 0;
  return Array.from(data, (_, place) => {
    const difference = estimateAt(result, judged, place);
    const q = orNull(tensorOf(result, `${judged}_q`).data[place]);
    return {
      layer: Math.floor(place / heads),
      head: place % heads,
      ...estimateAt(result, name, place),
      control: result.has(name + CONTROL) ? estimateAt(result, name + CONTROL, place) : null,
      difference,
      verdict: VERDICTS[beyondMargin(difference, q, margin)],
      n: tensorOf(result, `${name}_n`).data[place] ?? 0,
      q,
    };
  });
}

/** Those that add most first, by the size of the difference from the control; ties to the lower layer, then head. */
export function bySize(heads: readonly AttributedHead[]): AttributedHead[] {
  const rank = ({ difference: { mean } }: AttributedHead) => (mean === null ? -1 : Math.abs(mean));
  return heads.toSorted((a, b) => rank(b) - rank(a) || a.layer - b.layer || a.head - b.head);
}
