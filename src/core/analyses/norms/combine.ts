/** From what was measured on each text to what the analysis comes to. L layers, H heads, M methods. */
import { LONGEST_FEED_FORWARD, NORM_AXES, normOutput } from '../../architectures/norm-names.ts';
import { type AggregateColumn, aggregateSteps, type ColumnStatistics } from '../../statistics/aggregate.ts';
import { within } from '../../statistics/steps.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar, tensorOf } from '../named-tensor.ts';
import { type DefinedNorms, MIXING_METHODS, type NormsEnd, NORMS_ENDS } from './defined.ts';
import type { NormsOptions } from './options.ts';

/** Texts of a set, each a part; `parts` can be gone through again. */
export interface NormsParts {
  readonly parts: Iterable<NamedTensors>;
  readonly defined: Pick<DefinedNorms, 'methods' | 'quantities'> & { readonly end: NormsEnd };
  readonly layers: number;
  readonly heads: number;
  /** [parts] numbers of what texts belong to (the two statements of a pair), from 0; null where each is by itself. */
  readonly cluster: Int32Array | null;
  /** Of token ids: their maps are kept, and mixing ratios are means over all tokens. */
  readonly isOfIds: boolean;
}

/**
 * Parts have `mixing` [M, L], the mean over the text's tokens, NaN for a text of one; `mixing_sum` [M, L], the sum over them;
 * `correlation` [L, H]; `tokens`; and of ids the norms themselves by their names.
 * @returns (docs/science.md, Norms) `methods` [M] places in MIXING_METHODS; `mixing_ratio` [M, L] with `…_interval` and `…_n`;
 *   `weight_norm_correlation` [L, H] with the same, and `p`, `q` of it against the option `below`; `below`, `texts`,
 *   `one_token` (texts of one), `long_texts` (of ids, those without maps of the feed-forward layer), `tokens`, `end`; of ids the norms [text, …], padded with 0 to the longest text. It yields the
 *   share that is done.
 */
export function* combineNorms(
  { parts, defined, layers, heads, cluster, isOfIds }: NormsParts,
  { below, seed }: NormsOptions,
): Generator<number, NamedTensors, void> {
  const { methods } = defined;
  const places = layers * heads;
  const mixings = methods.length * layers;
  const tokens: number[] = [];
  for (const part of parts) tokens.push(tensorOf(part, 'tokens').data[0] ?? 0);
  const statisticsOf = (
    columns: readonly AggregateColumn[],
    row: (part: NamedTensors) => Iterable<number>,
  ) => {
    const values = new Float64Array(tokens.length * columns.length);
    let at = 0;
    for (const part of parts) for (const value of row(part)) values[at++] = value;
    return aggregateSteps({
      columns,
      values,
      cluster,
      comparison: null,
      margins: null,
      marginShare: null,
      seed,
      topK: 0,
    });
  };

  const ofMixing: AggregateColumn[] = Array.from({ length: mixings }, (_, column) => ({
    family: `mixing ${methods[Math.floor(column / layers)] ?? ''}`,
    signed: false,
    change: 'high',
    range: [0, 1],
  }));
  const { columns: mixing } = yield* within(
    statisticsOf(ofMixing, (part) => tensorOf(part, 'mixing').data),
    0,
    0.3,
  );
  const column = (range: AggregateColumn['range'], signed: boolean): AggregateColumn => ({
    family: signed ? 'correlation less the bound' : 'correlation',
    signed,
    change: signed ? 'either' : 'low',
    range,
  });
  const { columns: correlation } = yield* within(
    statisticsOf(
      [
        ...Array.from({ length: places }, () => column([-1, 1], false)),
        ...Array.from({ length: places }, () => column([-1 - below, 1 - below], true)),
      ],
      (part) => {
        const own = Float64Array.from(tensorOf(part, 'correlation').data);
        return [...own, ...own.map((value) => value - below)];
      },
    ),
    0.3,
    isOfIds ? 0.8 : 1,
  );

  const result = new Map<string, NamedTensor>();
  const overMethods = { method: methods.length, layer: layers };
  const overHeads = { layer: layers, head: heads };
  const put = (
    name: string,
    sizes: Readonly<Record<string, number>>,
    from: readonly ColumnStatistics[],
    of: (statistics: ColumnStatistics) => number | null,
  ) =>
    result.set(
      name,
      namedTensor(
        sizes,
        Float64Array.from(from, (one) => of(one) ?? NaN),
      ),
    );
  const putInterval = (
    name: string,
    sizes: Readonly<Record<string, number>>,
    from: readonly ColumnStatistics[],
  ) =>
    result.set(
      `${name}_interval`,
      namedTensor(
        { ...sizes, end: 2 },
        Float64Array.from(from.flatMap(({ ci_low, ci_high }) => [ci_low ?? NaN, ci_high ?? NaN])),
      ),
    );

  result.set(
    'methods',
    namedTensor(
      { method: methods.length },
      Float64Array.from(methods, (method) => MIXING_METHODS.indexOf(method)),
    ),
  );
  if (isOfIds) putPooled(result, parts, mixings, overMethods, tokens);
  else {
    put('mixing_ratio', overMethods, mixing, ({ mean }) => mean);
    putInterval('mixing_ratio', overMethods, mixing);
    put('mixing_ratio_n', overMethods, mixing, ({ n }) => n);
  }
  const own = correlation.slice(0, places);
  const lessBound = correlation.slice(places);
  put('weight_norm_correlation', overHeads, own, ({ mean }) => mean);
  putInterval('weight_norm_correlation', overHeads, own);
  put('weight_norm_correlation_n', overHeads, own, ({ n }) => n);
  put('p', overHeads, lessBound, ({ p_zero }) => p_zero);
  put('q', overHeads, lessBound, ({ q_zero }) => q_zero);
  result.set('below', scalar(below));
  result.set('texts', scalar(tokens.length));
  result.set('one_token', scalar(tokens.filter((count) => count === 1).length));
  result.set('tokens', scalar(tokens.reduce((sum, count) => sum + count, 0)));
  if (isOfIds && defined.quantities.includes('atb_ff_n'))
    result.set('long_texts', scalar(tokens.filter((count) => count > LONGEST_FEED_FORWARD).length));
  result.set('end', scalar(NORMS_ENDS.indexOf(defined.end)));
  if (isOfIds) yield* putMaps(result, parts, defined.quantities, { layers, heads, tokens });
  return result;
}

/** Over all tokens of all texts, as the reference has them. */
function putPooled(
  result: Map<string, NamedTensor>,
  parts: Iterable<NamedTensors>,
  count: number,
  sizes: Readonly<Record<string, number>>,
  tokens: readonly number[],
): void {
  const all = tokens.reduce((sum, own) => sum + own, 0);
  const sums = new Float64Array(count);
  for (const part of parts)
    tensorOf(part, 'mixing_sum').data.forEach((value, place) => (sums[place] = (sums[place] ?? 0) + value));
  result.set(
    'mixing_ratio',
    namedTensor(
      sizes,
      sums.map((sum) => sum / all),
    ),
  );
  result.set(
    'mixing_ratio_interval',
    namedTensor({ ...sizes, end: 2 }, new Float64Array(2 * count).fill(NaN)),
  );
  result.set('mixing_ratio_n', namedTensor(sizes, new Float64Array(count).fill(all)));
}

/** The norms of every text under the names of the reference, [text, (head,) (query,) key], 0 where a text has ended. */
function* putMaps(
  result: Map<string, NamedTensor>,
  parts: Iterable<NamedTensors>,
  quantities: DefinedNorms['quantities'],
  { layers, heads, tokens }: { layers: number; heads: number; tokens: readonly number[] },
): Generator<number, void, void> {
  const longest = Math.max(0, ...tokens);
  const axesOf = (quantity: (typeof quantities)[number]) => ({
    text: tokens.length,
    ...Object.fromEntries(NORM_AXES[quantity].map((axis) => [axis, axis === 'head' ? heads : longest])),
  });
  for (let layer = 0; layer < layers; layer++)
    for (const quantity of quantities) {
      const sizes = axesOf(quantity);
      const size = Object.values(sizes).reduce((product, length) => product * length, 1);
      result.set(normOutput(layer, quantity), namedTensor(sizes, new Float32Array(size)));
    }
  let text = 0;
  for (const part of parts) {
    for (let layer = 0; layer < layers; layer++)
      for (const quantity of quantities) {
        const name = normOutput(layer, quantity);
        pad(tensorOf(part, name), tensorOf(result, name), text);
      }
    text++;
    yield 0.8 + (0.2 * text) / tokens.length;
  }
}

/** Copies `from` into its text's place in `to`, row by row: the last axis of both is over tokens. */
function pad(from: NamedTensor, to: NamedTensor, text: number): void {
  const n = from.shape.at(-1) ?? 0;
  const longest = to.shape.at(-1) ?? 0;
  const isMap = from.axes.includes('query') && from.axes.includes('key');
  const size = to.data.length / (to.shape[0] ?? 1);
  for (let row = 0; row < from.data.length / n; row++) {
    const place = isMap ? Math.floor(row / n) * longest + (row % n) : row;
    to.data.set(from.data.subarray(row * n, (row + 1) * n), text * size + place * longest);
  }
}
