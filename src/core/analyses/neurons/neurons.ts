/** What a result says of each neuron, as tables and screens take it. */
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { CONTEXT } from './combine.ts';
import { EXAMPLE_KINDS, type ExampleKind } from './examples.ts';

export interface ShownToken {
  readonly id: number;
  readonly text: string;
  readonly activation: number | null;
}

export interface ShownExample {
  readonly activation: number;
  /** Place of the text in the plan; index of the token in it. */
  readonly text: number;
  readonly token: number;
  readonly id: number;
  readonly word: string;
  readonly before: readonly ShownToken[];
  readonly after: readonly ShownToken[];
}

export interface WrittenToken {
  readonly id: number;
  readonly word: string;
  /** Logits above the mean of all tokens, for one unit of activation, before the final norm divides by the length of the stream. */
  readonly logit: number;
}

export interface ShownNeuron {
  readonly layer: number;
  readonly neuron: number;
  readonly max: number | null;
  readonly min: number | null;
  readonly mean: number | null;
  /** Share of tokens at which it is above 0. */
  readonly positive: number | null;
  readonly rangeFrom: number | null;
  readonly rangeTokens: number;
  /** The commonest token of the range; null: there is no range. */
  readonly commonest: { readonly word: string; readonly tokens: number; readonly base: number } | null;
  readonly histogram: readonly number[];
  readonly examples: Readonly<Record<ExampleKind, readonly ShownExample[]>>;
  /** null for a model whose logits are not read off the stream. */
  readonly raises: readonly WrittenToken[] | null;
  readonly lowers: readonly WrittenToken[] | null;
  /** What it writes of the token that was searched; null where none was. */
  readonly searched: number | null;
}

/** What tokens of a result say, by id. */
export function vocabularyOf(result: NamedTensors): ReadonlyMap<number, string> {
  const ids = tensorOf(result, 'vocabulary_ids').data;
  const ends = tensorOf(result, 'vocabulary_ends').data;
  const bytes = Uint8Array.from(tensorOf(result, 'vocabulary_bytes').data);
  const decoder = new TextDecoder();
  return new Map(
    Array.from(ids, (id, at) => [id, decoder.decode(bytes.subarray(at === 0 ? 0 : ends[at - 1], ends[at]))]),
  );
}

/** In the order in which they were named, or found. */
export function neuronsOf(result: NamedTensors): ShownNeuron[] {
  const words = vocabularyOf(result);
  const wordOf = (id: number): string => words.get(id) ?? `#${id}`;
  const places = tensorOf(result, 'neurons').data;
  const at = (name: string, place: number) => orNull(tensorOf(result, name).data[place]);
  const histogram = tensorOf(result, 'histogram');
  const [, bins = 0] = histogram.shape;
  return Array.from({ length: places.length / 2 }, (_, place) => {
    const top = at('range_top_id', place) ?? -1;
    const [raises, lowers] = writtenBy(result, place, wordOf);
    return {
      layer: places[2 * place] ?? 0,
      neuron: places[2 * place + 1] ?? 0,
      max: at('activation_max', place),
      min: at('activation_min', place),
      mean: at('activation_mean', place),
      positive: at('activation_positive', place),
      rangeFrom: at('range_from', place),
      rangeTokens: at('range_tokens', place) ?? 0,
      commonest:
        top < 0
          ? null
          : {
              word: wordOf(top),
              tokens: at('range_top_tokens', place) ?? 0,
              base: at('range_top_base', place) ?? 0,
            },
      histogram: [...histogram.data.subarray(place * bins, (place + 1) * bins)],
      examples: Object.fromEntries(
        EXAMPLE_KINDS.map((kind, index) => [kind, examplesOf(result, place, index, wordOf)]),
      ) as Record<ExampleKind, ShownExample[]>,
      raises,
      lowers,
      searched: result.has('searched') ? at('searched', place) : null,
    };
  });
}

function examplesOf(
  result: NamedTensors,
  place: number,
  kind: number,
  wordOf: (id: number) => string,
): ShownExample[] {
  const { shape, data: activation } = tensorOf(result, 'example_activation');
  const [, kinds = 0, examples = 0] = shape;
  const [text, token, id] = ['example_text', 'example_token', 'example_id'].map(
    (name) => tensorOf(result, name).data,
  );
  const contexts = tensorOf(result, 'context_ids').data;
  const around = tensorOf(result, 'context_activation').data;
  const width = CONTEXT.before + 1 + CONTEXT.after;
  return Array.from({ length: examples }, (_, index) => (place * kinds + kind) * examples + index)
    .filter((cell) => (text?.[cell] ?? -1) >= 0)
    .map((cell) => {
      const shown = (from: number, to: number): ShownToken[] =>
        Array.from({ length: to - from }, (_, offset) => cell * width + from + offset)
          .filter((one) => (contexts[one] ?? -1) >= 0)
          .map((one) => ({
            id: contexts[one] ?? -1,
            text: wordOf(contexts[one] ?? -1),
            activation: orNull(around[one]),
          }));
      return {
        activation: activation[cell] ?? 0,
        text: text?.[cell] ?? -1,
        token: token?.[cell] ?? -1,
        id: id?.[cell] ?? -1,
        word: wordOf(id?.[cell] ?? -1),
        before: shown(0, CONTEXT.before),
        after: shown(CONTEXT.before + 1, width),
      };
    });
}

/** What it raises, and what it lowers. */
function writtenBy(
  result: NamedTensors,
  place: number,
  wordOf: (id: number) => string,
): [WrittenToken[] | null, WrittenToken[] | null] {
  const ids = result.get('write_ids');
  if (ids === undefined) return [null, null];
  const logits = tensorOf(result, 'writes').data;
  const [, , count = 0] = ids.shape;
  const end = (which: 0 | 1): WrittenToken[] =>
    Array.from({ length: count }, (_, index) => (place * 2 + which) * count + index).map((cell) => ({
      id: ids.data[cell] ?? -1,
      word: wordOf(ids.data[cell] ?? -1),
      logit: logits[cell] ?? 0,
    }));
  return [end(0), end(1)];
}

/** Texts among the items of an analysis: one item more is the weights, of which the neurons are chosen. */
export function textsOf({ items }: { readonly items: number }): number {
  return Math.max(0, items - 1);
}

/** Of the texts with the largest activation those in which anything excites the neuron: below 0 nothing does. */
export function excitingExamples({
  examples: { top },
}: Pick<ShownNeuron, 'examples'>): readonly ShownExample[] {
  return top.filter(({ activation }) => activation > 0);
}
