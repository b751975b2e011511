/** Norms of texts: the model gives them (core/architectures/block-norms.ts), and what is made of them by text is here. */
import { weightNormCorrelation } from '../../../../core/analyses/norms/correlation.ts';
import { normsOf } from '../../../../core/analyses/norms/defined.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import { patternHook } from '../../../../core/architectures/hook-names.ts';
import {
  FEED_FORWARD_MAPS,
  LONGEST_FEED_FORWARD,
  NORM_AXES,
  normOutput,
  type NormQuantity,
} from '../../../../core/architectures/norm-names.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { packBatches } from '../../inference/batches.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { TokenBatch } from '../../inference/token-batch.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { Turn } from '../../threads/turns.ts';
import { checkedIds } from '../../tokenizers/statement-ids.ts';
import type { NormsItem } from './norms-work.ts';

/** Tokens, padding included, of one run of the model where every cell goes through the feed-forward layer. */
const TOKENS_OF_MAPS = 128;

type Model = Pick<LoadedModel, 'runVariant' | 'dimensions' | 'hooks' | 'tokenizer' | 'causal'>;

interface Row {
  readonly ids: readonly number[];
  readonly tokenTypes: readonly number[] | null;
}

/**
 * @param withMaps whether the norms themselves are kept
 * @returns for each text `tokens`; `mixing` and `mixing_sum` [method, layer], mean and sum over tokens, the first NaN for a
 *   text of one token; `correlation` [layer, head] of weights and norms; with maps every norm by its name, of which those that
 *   take each cell through the feed-forward layer are NaN for long texts
 * @throws PairlensError SENTENCE_TOO_LONG, INPUT_INVALID, ACTIVATION_NOT_FINITE, INFERENCE_FAILED
 */
export async function measureNorms(
  model: Model,
  items: readonly NormsItem[],
  withMaps: boolean,
): Promise<NamedTensors[]> {
  const rows = items.map((item) => ({ ids: checkedIds(item, model), tokenTypes: item.tokenTypes }));
  const batches = packBatches(
    rows.map(({ ids }) => [ids.length]),
    ...(withMaps ? [TOKENS_OF_MAPS] : []),
  );
  const measured: NamedTensors[] = [];
  for (const batch of batches) {
    const parts = await measureBatch(
      model,
      batch.map((row) => rows[row]!),
      withMaps,
    );
    batch.forEach((row, index) => (measured[row] = parts[index]!));
  }
  return measured;
}

async function measureBatch(model: Model, rows: readonly Row[], withMaps: boolean): Promise<NamedTensors[]> {
  const { layers } = model.dimensions;
  const { quantities, methods } = normsOf(model.hooks);
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const isTooLong = (quantity: NormQuantity) =>
    longest > LONGEST_FEED_FORWARD && FEED_FORWARD_MAPS.some((map) => map === quantity);
  const asked = withMaps
    ? quantities.filter((quantity) => !isTooLong(quantity))
    : quantities.filter((quantity) => quantity === 'value_norm' || quantity.startsWith('mixing_'));
  const everyLayer = Array.from({ length: layers }, (_, layer) => layer);
  const outputs = await model.runVariant(
    batchOf(rows),
    everyLayer.flatMap((layer) => [
      patternHook(layer),
      ...asked.map((quantity) => normOutput(layer, quantity)),
    ]),
    {},
  );
  // What is not finite in a pattern is not finite in what comes of it, which is little.
  checkFinite('text', new Map([...outputs].filter(([name]) => name.includes('.mixing_'))));
  const turn = new Turn();
  const parts: NamedTensors[] = [];
  for (const [row, { ids }] of rows.entries()) {
    const part = new Map<string, NamedTensor>([
      ['tokens', scalar(ids.length)],
      ...mixingOf(outputs, row, ids.length, methods, everyLayer),
      ['correlation', await correlationsOf(model, outputs, row, ids.length, turn)],
    ]);
    if (withMaps)
      for (const layer of everyLayer)
        for (const quantity of quantities) {
          const name = normOutput(layer, quantity);
          const output = outputs.get(name);
          part.set(name, mapOf(quantity, output, row, ids.length, model.dimensions.heads));
          if (turn.isOver) await turn.give();
        }
    parts.push(part);
  }
  release(outputs.values());
  return parts;
}

function batchOf(rows: readonly Row[]): TokenBatch {
  const withTypes = rows.some(({ tokenTypes }) => tokenTypes !== null);
  return {
    inputIds: rows.map(({ ids }) => ids),
    ...(withTypes && { tokenTypeIds: rows.map(({ ids, tokenTypes }) => tokenTypes ?? ids.map(() => 0)) }),
  };
}

function mixingOf(
  outputs: ReadonlyMap<string, Activation>,
  row: number,
  tokens: number,
  methods: ReturnType<typeof normsOf>['methods'],
  layers: readonly number[],
): [string, NamedTensor][] {
  const sums = methods.flatMap((method) =>
    layers.map((layer) => {
      const { data, dims } = outputOf(outputs, normOutput(layer, `mixing_${method}`));
      const from = row * (dims[1] ?? 0);
      return data.subarray(from, from + tokens).reduce((sum, ratio) => sum + ratio, 0);
    }),
  );
  const sizes = { method: methods.length, layer: layers.length };
  const means = sums.map((sum) => (tokens === 1 ? NaN : sum / tokens));
  return [
    ['mixing', namedTensor(sizes, Float64Array.from(means))],
    ['mixing_sum', namedTensor(sizes, Float64Array.from(sums))],
  ];
}

async function correlationsOf(
  { dimensions: { layers, heads }, causal }: Model,
  outputs: ReadonlyMap<string, Activation>,
  row: number,
  tokens: number,
  turn: Turn,
): Promise<NamedTensor> {
  const result = new Float64Array(layers * heads);
  for (let place = 0; place < result.length; place++) {
    const layer = Math.floor(place / heads);
    const { data, dims } = outputOf(outputs, patternHook(layer));
    const length = dims[3] ?? 0;
    const at = row * heads + (place % heads);
    result[place] = weightNormCorrelation(
      { data, offset: at * length * length, rowStride: length },
      { data: outputOf(outputs, normOutput(layer, 'value_norm')).data, offset: at * length },
      tokens,
      causal,
    );
    if (turn.isOver) await turn.give();
  }
  return namedTensor({ layer: layers, head: heads }, result);
}

/** One text's values without padding; NaN where there is no output. */
function mapOf(
  quantity: NormQuantity,
  output: Activation | undefined,
  row: number,
  tokens: number,
  heads: number,
): NamedTensor {
  const axes = NORM_AXES[quantity];
  const sizes = Object.fromEntries(axes.map((axis) => [axis, axis === 'head' ? heads : tokens]));
  const rows = Object.values(sizes).slice(0, -1);
  const count = rows.reduce((product, size) => product * size, 1);
  const data = new Float32Array(count * tokens);
  if (output === undefined) return namedTensor(sizes, data.fill(NaN));
  const length = output.dims.at(-1) ?? 0;
  const isMap = axes.at(-2) === 'query';
  const first = (row * output.data.length) / (output.dims[0] ?? 1);
  for (let at = 0; at < count; at++) {
    const place = isMap ? Math.floor(at / tokens) * length + (at % tokens) : at;
    const from = first + place * length;
    data.set(output.data.subarray(from, from + tokens), at * tokens);
  }
  return namedTensor(sizes, data);
}
