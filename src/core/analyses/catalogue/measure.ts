/** What a pair says of every head: scores and their controls. L layers, H heads, n tokens. */
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  scalar,
  type TensorData,
} from '../named-tensor.ts';
import { type Measure, MEASURES } from './scores.ts';

/** Token positions in the original; the counterfactual has as many tokens. */
export interface Places {
  readonly io: number;
  readonly s1: number;
  readonly s2: number;
  readonly end: number;
}

/** The logits that are attributed, in this order: [id, weight]; X and Y are names that are not in the sentence. */
export const ATTRIBUTED = ['answer - other', 'X - Y', 'answer - X', 'other - Y'] as const;

export interface MeasuredPair {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: number;
  readonly places: Places;
  /** Of a layer, [H, n, n]. */
  readonly original: (layer: number) => Float32Array;
  readonly counterfactual: (layer: number) => Float32Array;
  /** [L, H, T] and [L, H, n, T]: direct effects at END, of the sums of logits in ATTRIBUTED. */
  readonly effects: TensorData;
  readonly effectsBySource: TensorData;
  /** The answer's logit less the other name's. */
  readonly logitDifference: number;
}

/**
 * Where answer and other name stand: the answer once, the other name twice, before the last token.
 * @returns words that say why it is not so
 */
export function placesOf(
  ids: readonly number[],
  answer: number,
  other: number,
  end: number,
): Places | string {
  const at = (id: number) =>
    ids.flatMap((one, position) => (one === id && position <= end ? [position] : []));
  const [answers, others] = [at(answer), at(other)];
  const [io] = answers;
  const [s1, s2] = others;
  if (io === undefined || answers.length !== 1)
    return `the answer is named ${answers.length} times, not once`;
  if (s1 === undefined || s2 === undefined || others.length !== 2)
    return `the wrong answer is named ${others.length} times, not twice`;
  if (s2 <= io || s2 + 1 > end)
    return 'the wrong answer does not come again after the answer, before the end';
  return { io, s1, s2, end };
}

/** `MEASURE`, `MEASURE_control` and `MEASURE_difference` [L, H] of each, and `logit_difference`. */
export function measurePair(pair: MeasuredPair): NamedTensors {
  const { layers, heads, tokens, effects, effectsBySource, logitDifference } = pair;
  const { io, s1, s2, end } = pair.places;
  const targets = ATTRIBUTED.length;
  const values = new Map(
    MEASURES.map((name) => [
      name,
      { score: new Float32Array(layers * heads), control: new Float32Array(layers * heads) },
    ]),
  );
  for (let layer = 0; layer < layers; layer++) {
    const [original, counterfactual] = [pair.original(layer), pair.counterfactual(layer)];
    for (let head = 0; head < heads; head++) {
      const place = layer * heads + head;
      const of = (pattern: Float32Array, query: number, key: number) =>
        pattern[(head * tokens + query) * tokens + key] ?? Number.NaN;
      const put = (name: Measure, score: number, control: number) => {
        const own = values.get(name);
        if (own === undefined) return;
        own.score[place] = score;
        own.control[place] = control;
      };
      const fromAnswer = (target: number) =>
        effectsBySource[(place * tokens + io) * targets + target] ?? Number.NaN;
      put(
        'direct_effect',
        effects[place * targets] ?? Number.NaN,
        effects[place * targets + 1] ?? Number.NaN,
      );
      put('answer_attention', of(original, end, io), of(original, end, s1) + of(original, end, s2));
      put('s2_attention', of(original, end, s2), of(original, end, s2 + 1));
      put('duplicate_token', of(original, s2, s1), of(counterfactual, s2, s1));
      put('induction', of(original, s2, s1 + 1), of(counterfactual, s2, s1 + 1));
      put('previous_token', before(original, head, tokens, 1), before(original, head, tokens, 2));
      put('own_name', fromAnswer(2), fromAnswer(3));
    }
  }
  const sizes = { layer: layers, head: heads };
  return new Map<string, NamedTensor>([
    ...[...values].flatMap(([name, { score, control }]): [string, NamedTensor][] => [
      [name, namedTensor(sizes, score)],
      [`${name}_control`, namedTensor(sizes, control)],
      [
        `${name}_difference`,
        namedTensor(
          sizes,
          score.map((value, at) => value - (control[at] ?? Number.NaN)),
        ),
      ],
    ]),
    ['logit_difference', scalar(logitDifference)],
  ]);
}

/** Mean attention to the token so many before, over queries from 2. */
function before(pattern: Float32Array, head: number, tokens: number, back: number): number {
  let sum = 0;
  for (let query = 2; query < tokens; query++)
    sum += pattern[(head * tokens + query) * tokens + query - back] ?? Number.NaN;
  return sum / (tokens - 2);
}
