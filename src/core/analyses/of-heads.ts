/**
 * What an analysis knows of the heads of its model, in one form for all kinds: a head's page and the catalogue are made of
 * it, and know no kind by name. A kind says what it knows in `ofHeads` and `profilesOfHead` of its
 * definition, from its stored result alone. L layers, H heads; everything by head is row-major [L, H].
 */
import { type NamedTensors, orNull, tensorOf } from './named-tensor.ts';

/** The questions of a head's page, in its order. A quantity stands under the question that it helps to answer. */
export const HEAD_QUESTIONS = {
  looks: 'Where does it look?',
  responds: 'What does it respond to?',
  matters: 'Does it matter?',
  negation: 'How near to a negation?',
  carries: 'What does it carry?',
  meets: 'What meets what?',
} as const;
export type HeadQuestion = keyof typeof HEAD_QUESTIONS;

/** A mean for every head with its interval. */
export interface HeadNumbers {
  /** [L, H]; NaN: undefined there. */
  readonly values: Float64Array;
  /** [L, H]: ends of the 95 % interval, NaN where there is none. null: the quantity has no intervals. */
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
}

/**
 * What is said of a head by one quantity. 'called': the kind's own rule holds, interval and q included; 'fell': it held on the
 * texts that the head was found on, and not on unseen ones; 'undecided': the data do not say; 'none': they say that it is
 * not so; 'untested': nothing was tested.
 */
export const HEAD_OUTCOMES = ['called', 'fell', 'undecided', 'none', 'untested'] as const;
export type HeadOutcome = (typeof HEAD_OUTCOMES)[number];

/** What heads are called by a quantity. */
export interface HeadCalls {
  /** What one that is called is called, short enough for a chip, without "head": 'induction', 'delimiter', 'negation cue'. */
  readonly as: string;
  /** What one that is called is said to be on the page of the kind, and several of them after their count: 'matters', 'matter'. Absent: `as`. */
  readonly verdict?: readonly [one: string, many: string];
  /** What is ruled out keeps the colour of its number, which says how far from the rule it is. */
  readonly colours?: 'all';
  /** Heads are called for what lies far from 0 on either side of it: the margin of the rule is one on both. */
  readonly bothWays?: true;
  /** What one that is ruled out is said to be, and several of them after their count: 'does not matter', 'do not matter'. */
  readonly not?: readonly [one: string, many: string];
  /** 'own': by the number itself, though it has a control. Absent: by the difference from the control, where there is one. */
  readonly by?: 'own';
  /** The rule in a sentence: 'The whole 95 % interval of score less control lies above 0.1, and q is at most 0.05.' */
  readonly rule: string;
  /** [L, H] */
  readonly outcomes: readonly HeadOutcome[];
}

/**
 * One number for every head of the model. A kind gives those that a person would compare heads by (a column of the
 * catalogue each), not all that its result holds: the difference from a control rather than its p.
 */
export interface HeadQuantity extends HeadNumbers {
  /** Its name among those of the kind, in snake_case: with the kind before it, a column of heads.csv ('induction_score'). */
  readonly name: string;
  /** On screens, without the kind: 'Score less control'. */
  readonly title: string;
  /** 'bits', 'nats', '×'; '' for shares, correlations and other numbers without one. */
  readonly unit: string;
  readonly question: HeadQuestion;
  readonly layers: number;
  readonly heads: number;
  /** Whether 0 is the middle of its scale: differences, effects, lifts. */
  readonly signed: boolean;
  /** Heads are called for low values: they come first in a ranking. */
  readonly lowestFirst?: boolean;
  /** Ends of its colour scale, symmetric where it is signed: [0, 1] for shares. Absent: as far as the values go. */
  readonly domain?: readonly [number, number];
  /** Items (texts, pairs, sequences) that the means are over; null where it is of the weights alone. */
  readonly n: number | null;
  /** The same of the control, on the same scale; absent where the quantity is a difference already, or has none. */
  readonly control?: HeadNumbers & {
    /** 'nothing repeated', 'neutral word' */
    readonly title: string;
  };
  /** Less its control, item by item, where there is one: see {@link rankedPart}. */
  readonly difference?: HeadNumbers;
  /** The same on items that heads were not found on, where a call is about those; `n` of them at most. */
  readonly unseen?: HeadNumbers & { readonly n: number };
  /** [L, H]: Benjamini-Hochberg over all heads of the quantity, or what {@link qOver} says; NaN: untested. */
  readonly q?: Float64Array;
  /** Of what q is over more than these heads: '198 paths'. */
  readonly qOver?: string;
  readonly called?: HeadCalls;
  /**
   * Where the parts of a kind that keeps them (`keepsParts`) have this quantity by item: a tensor of a part, whose last two
   * axes are layer and head; `at` says which [L, H] of it, counted row-major over the axes before, 0 unless told. With it,
   * items can be shown by their value at a head.
   */
  readonly byItem?: { readonly tensor: string; readonly at?: number };
}

/** A curve of one head along an axis of whole numbers: its mean pattern by relative position, the profile around a cue. */
export interface HeadProfile {
  readonly name: string;
  readonly title: string;
  readonly question: HeadQuestion;
  /** What the axis counts: 'tokens away'. */
  readonly axis: string;
  readonly unit: string;
  /** The axis goes up to it at least, so that what is next to nothing looks so: of shares of attention. */
  readonly least?: number;
  /** Ascending. */
  readonly at: readonly number[];
  readonly curve: HeadCurve;
  readonly control?: HeadCurve & { readonly title: string };
  /** Drawn as bars (shares that add up) or as a line with a band. */
  readonly look: 'bars' | 'line';
  /** A place on the axis that is marked, with its word: 0 and 'cue'. */
  readonly mark?: { readonly at: number; readonly words: string };
}

/** One value for each place of the axis; null: undefined. */
export interface HeadCurve {
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[] | null;
  readonly high: readonly (number | null)[] | null;
}

/** A head of a model. */
export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

/**
 * Reads the mean `tensor` [layer, head] of a result, with `TENSOR_interval` [layer, head, end] where there is one.
 * @throws RangeError when there is no such tensor, or it has other axes
 */
export function headNumbers(
  result: NamedTensors,
  tensor: string,
): HeadNumbers & { readonly layers: number; readonly heads: number } {
  const { axes, shape, data } = tensorOf(result, tensor);
  if (axes.join() !== 'layer,head') throw new RangeError(`"${tensor}" is [${axes.join(', ')}], not by head`);
  const [layers = 0, heads = 0] = shape;
  const interval = result.get(`${tensor}_interval`)?.data;
  const end = (which: 0 | 1) =>
    interval === undefined
      ? null
      : Float64Array.from({ length: layers * heads }, (_, place) => interval[2 * place + which] as number);
  return { layers, heads, values: Float64Array.from(data), low: end(0), high: end(1) };
}

/** The numbers of one head; null: undefined. */
export function numberAt(
  { values, low, high }: HeadNumbers,
  place: number,
): { readonly mean: number | null; readonly low: number | null; readonly high: number | null } {
  return { mean: orNull(values[place]), low: orNull(low?.[place]), high: orNull(high?.[place]) };
}

/** What of a quantity heads are ranked and called by, drawn and listed: the difference from its control, unless it is called by itself. */
export function rankedPart({
  difference,
  called,
}: Pick<HeadQuantity, 'difference' | 'called'>): 'value' | 'difference' {
  return difference === undefined || called?.by === 'own' ? 'value' : 'difference';
}

/** The numbers of {@link rankedPart}. */
export function rankedNumbers(quantity: HeadQuantity): HeadNumbers {
  return rankedPart(quantity) === 'difference' ? (quantity.difference ?? quantity) : quantity;
}

/** The place in the tensor of `byItem` where the number of a head is, counted row-major; null without such a tensor. */
export function placeInParts(
  { byItem, layers, heads }: Pick<HeadQuantity, 'byItem' | 'layers' | 'heads'>,
  { layer, head }: HeadPlace,
): { readonly name: string; readonly index: number } | null {
  if (byItem === undefined) return null;
  return { name: byItem.tensor, index: (byItem.at ?? 0) * layers * heads + layer * heads + head };
}
