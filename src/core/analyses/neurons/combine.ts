/** From the activations at every token to examples, histograms and counts. K neurons, E examples, B bins, W tokens of a context. */
import { randomSource } from '../../statistics/random.ts';
import type { PartOfItem } from '../gather-parts.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar, tensorOf } from '../named-tensor.ts';
import { Drawn, EXAMPLE_KINDS, type Example, Largest } from './examples.ts';
import type { NeuronsOptions } from './options.ts';

/** Of a histogram, from the smallest activation to the largest. */
export const BINS = 40;
/** Tokens of a context before the one that is meant, and after it. */
export const CONTEXT = { before: 12, after: 6 } as const;
const WIDTH = CONTEXT.before + 1 + CONTEXT.after;

const TEXTS_PER_STEP = 32;

/**
 * Parts of texts have `ids` [token] and `activation` [K, token]; one part has `neurons` [K, 2] (layer, neuron) and what else was
 * found of them, which is passed on. Parts are gone through three times, a text at a time.
 * @param textOf what tokens say, for ids in the order given
 * @returns `neurons`; `activation_max`, `_min`, `_mean`, `_positive` (share of tokens above 0), `range_from`, `range_tokens` (tokens
 *   from there up), `range_top_id` (the commonest among them, -1: none), `range_top_tokens`, `range_top_base` (how often that is in all texts), each [K];
 *   `histogram` [K, B]; `example_activation`, `example_text`, `example_token`, `example_id` [K, kind, E] (kinds: EXAMPLE_KINDS; NaN, -1 where there is
 *   none); `context_ids`, `context_activation` [K, kind, E, W]; `texts`, `tokens`, `share`; `vocabulary_ids`, `vocabulary_ends`,
 *   `vocabulary_bytes`: what the tokens named in it say, in UTF-8. It yields the share that is done.
 */
export function* combineNeurons(
  parts: Iterable<PartOfItem>,
  { examples, share, seed }: Pick<NeuronsOptions, 'examples' | 'share' | 'seed'>,
  textOf: (ids: readonly number[]) => readonly string[],
): Generator<number, NamedTensors, void> {
  const about = aboutNeurons(parts);
  const count = tensorOf(about, 'neurons').shape[0] ?? 0;
  const places = Array.from({ length: count }, (_, place) => place);
  const sources = { any: randomSource(seed, 'neurons-any'), range: randomSource(seed, 'neurons-range') };

  // Ends of the range, and what stands at them.
  const seen = places.map(() => ({ max: -Infinity, min: Infinity, sum: 0, positive: 0 }));
  const top = places.map(() => new Largest(examples, 1));
  const bottom = places.map(() => new Largest(examples, -1));
  const any = places.map(() => new Drawn(examples, sources.any));
  const base = new Map<number, number>();
  let texts = 0;
  let tokens = 0;
  for (const { position, ids, activation } of textsOf(parts)) {
    if (++texts % TEXTS_PER_STEP === 0) yield 0.1;
    tokens += ids.length;
    for (const id of ids) base.set(id, (base.get(id) ?? 0) + 1);
    for (const place of places) {
      const own = activation.subarray(place * ids.length, (place + 1) * ids.length);
      const of = seen[place]!;
      let [highest, lowest] = [0, 0];
      own.forEach((value, token) => {
        of.sum += value;
        if (value > 0) of.positive++;
        if (value > (own[highest] ?? 0)) highest = token;
        if (value < (own[lowest] ?? 0)) lowest = token;
        any[place]!.add(position, token, value);
      });
      of.max = Math.max(of.max, own[highest] ?? -Infinity);
      of.min = Math.min(of.min, own[lowest] ?? Infinity);
      top[place]!.add({ text: position, token: highest, activation: own[highest] ?? 0 });
      bottom[place]!.add({ text: position, token: lowest, activation: own[lowest] ?? 0 });
    }
  }

  // What lies between them.
  const from = seen.map(({ max }) => (max > 0 ? share * max : Infinity));
  const histogram = new Int32Array(count * BINS);
  const range = places.map(() => new Drawn(examples, sources.range));
  const inRange = places.map(() => new Map<number, number>());
  let again = 0;
  for (const { position, ids, activation } of textsOf(parts)) {
    if (++again % TEXTS_PER_STEP === 0) yield 0.3 + (0.4 * again) / texts;
    for (const place of places) {
      const { min, max } = seen[place]!;
      const counts = inRange[place]!;
      ids.forEach((id, token) => {
        const value = activation[place * ids.length + token] ?? 0;
        const bin = max > min ? Math.min(BINS - 1, Math.floor(((value - min) / (max - min)) * BINS)) : 0;
        histogram[place * BINS + bin]!++;
        if (value < from[place]!) return;
        range[place]!.add(position, token, value);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      });
    }
  }
  const commonest = inRange.map(mostCounted);

  const chosen = places.map((place) => ({
    top: top[place]!.kept,
    range: range[place]!.kept.toSorted((a, b) => b.activation - a.activation),
    any: any[place]!.kept.toSorted((a, b) => b.activation - a.activation),
    bottom: bottom[place]!.kept,
  }));
  const shown = yield* contextsOf(parts, chosen, examples, texts);

  const each = (of: (place: number) => number) =>
    namedTensor(
      { neuron: count },
      Float64Array.from(places, (place) => of(place)),
    );
  const result = new Map<string, NamedTensor>([
    ...about,
    ['activation_max', each((place) => finite(seen[place]!.max))],
    ['activation_min', each((place) => finite(seen[place]!.min))],
    ['activation_mean', each((place) => seen[place]!.sum / tokens)],
    ['activation_positive', each((place) => seen[place]!.positive / tokens)],
    ['range_from', each((place) => finite(from[place]!))],
    ['range_tokens', each((place) => range[place]!.seen)],
    ['range_top_id', each((place) => commonest[place]![0])],
    ['range_top_tokens', each((place) => commonest[place]![1])],
    ['range_top_base', each((place) => base.get(commonest[place]![0]) ?? 0)],
    ['histogram', namedTensor({ neuron: count, bin: BINS }, histogram)],
    ...shown,
    ['texts', scalar(texts)],
    ['tokens', scalar(tokens)],
    ['share', scalar(share)],
  ]);
  for (const [name, tensor] of vocabularyOf(result, textOf)) result.set(name, tensor);
  return result;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

interface TextPart {
  readonly position: number;
  readonly ids: Int32Array;
  /** [K, token] */
  readonly activation: Float32Array;
}

function* textsOf(parts: Iterable<PartOfItem>): Generator<TextPart, void, void> {
  for (const { position, part } of parts)
    if (part.has('activation'))
      yield {
        position,
        ids: tensorOf(part, 'ids').data as Int32Array,
        activation: tensorOf(part, 'activation').data as Float32Array,
      };
}

function aboutNeurons(parts: Iterable<PartOfItem>): NamedTensors {
  for (const { part } of parts) if (part.has('neurons')) return part;
  throw new RangeError('no part says which neurons these are');
}

/** The examples as tensors, with the tokens around each. */
function* contextsOf(
  parts: Iterable<PartOfItem>,
  chosen: readonly Readonly<Record<(typeof EXAMPLE_KINDS)[number], readonly Example[]>>[],
  examples: number,
  texts: number,
): Generator<number, [string, NamedTensor][], void> {
  const sizes = { neuron: chosen.length, kind: EXAMPLE_KINDS.length, example: examples };
  const cells = sizes.neuron * sizes.kind * sizes.example;
  const activation = new Float32Array(cells).fill(Number.NaN);
  const [text, token, id] = [0, 0, 0].map(() => new Int32Array(cells).fill(-1)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const contextIds = new Int32Array(cells * WIDTH).fill(-1);
  const contextActivation = new Float32Array(cells * WIDTH).fill(Number.NaN);
  const wanted = new Map<
    number,
    { readonly place: number; readonly cell: number; readonly token: number }[]
  >();
  chosen.forEach((ofNeuron, place) =>
    EXAMPLE_KINDS.forEach((kind, at) =>
      ofNeuron[kind].forEach((example, index) => {
        const cell = (place * EXAMPLE_KINDS.length + at) * examples + index;
        activation[cell] = example.activation;
        text[cell] = example.text;
        token[cell] = example.token;
        const others = wanted.get(example.text) ?? [];
        wanted.set(example.text, [...others, { place, cell, token: example.token }]);
      }),
    ),
  );
  let seen = 0;
  for (const part of textsOf(parts)) {
    if (++seen % TEXTS_PER_STEP === 0) yield 0.7 + (0.3 * seen) / texts;
    const { ids } = part;
    for (const { place, cell, token: at } of wanted.get(part.position) ?? []) {
      id[cell] = ids[at] ?? -1;
      for (let offset = 0; offset < WIDTH; offset++) {
        const source = at - CONTEXT.before + offset;
        if (source < 0 || source >= ids.length) continue;
        contextIds[cell * WIDTH + offset] = ids[source] ?? -1;
        contextActivation[cell * WIDTH + offset] = part.activation[place * ids.length + source] ?? Number.NaN;
      }
    }
  }
  return [
    ['example_activation', namedTensor(sizes, activation)],
    ['example_text', namedTensor(sizes, text)],
    ['example_token', namedTensor(sizes, token)],
    ['example_id', namedTensor(sizes, id)],
    ['context_ids', namedTensor({ ...sizes, place: WIDTH }, contextIds)],
    ['context_activation', namedTensor({ ...sizes, place: WIDTH }, contextActivation)],
  ];
}

/** Tensors of token ids, whose words a screen and a file need. */
const WITH_IDS = ['range_top_id', 'example_id', 'context_ids', 'write_ids', 'searched_id'];

function vocabularyOf(
  result: NamedTensors,
  textOf: (ids: readonly number[]) => readonly string[],
): [string, NamedTensor][] {
  const ids = [...new Set(WITH_IDS.flatMap((name) => [...(result.get(name)?.data ?? [])]))].filter(
    (id) => id >= 0,
  );
  const words = textOf(ids).map((text) => new TextEncoder().encode(text));
  let end = 0;
  const ends = Int32Array.from(words, ({ length }) => (end += length));
  return [
    ['vocabulary_ids', namedTensor({ word: ids.length }, Int32Array.from(ids))],
    ['vocabulary_ends', namedTensor({ word: ids.length }, ends)],
    ['vocabulary_bytes', namedTensor({ byte: end }, Int32Array.from(words.flatMap((bytes) => [...bytes])))],
  ];
}

/** The id that was counted most, of those that were as often the smallest; [-1, 0] where none was. */
function mostCounted(counts: ReadonlyMap<number, number>): readonly [id: number, tokens: number] {
  let most: readonly [number, number] = [-1, 0];
  for (const [id, tokens] of counts)
    if (tokens > most[1] || (tokens === most[1] && id < most[0])) most = [id, tokens];
  return most;
}
