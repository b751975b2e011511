/**
 * One batch of pairs through the model, and every head measured on every comparison, out of the output buffers in place.
 * B rows (the statements of a pair after each other, the original first), S positions with padding, L layers, H heads,
 * d = d_head.
 */
import { patternHook, residPostHook, zHook } from '../../../core/architectures/hook-names.ts';
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { type ComparisonOptions, prepareComparison } from '../../../core/metrics/comparison.ts';
import { measureHead } from '../../../core/metrics/measure-head.ts';
import type { Queries } from '../../../core/metrics/queries.ts';
import type { Keep } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from '../inference/hooked-session.ts';
import type { LoadedModel } from '../models/library.ts';
import type { ItemPlace } from '../store/run-items.ts';
import { inTurns } from '../threads/turns.ts';
import { type BatchActivations, type KeptSide, keepSide } from '../inference/kept-tensors.ts';
import { release } from '../inference/release.ts';
import type { PreparedComparison, PreparedPair } from './prepare-pair.ts';

export type BatchModel = Pick<LoadedModel, 'dimensions' | 'causal' | 'tokenizer' | 'run'>;

export interface MeasuredComparison {
  readonly comparison: PreparedComparison;
  /** [L, H, METRIC_COUNT]; NaN where undefined */
  readonly values: Float64Array;
  /** Of the statement that the original is compared with. */
  readonly kept: KeptSide;
}

/** What a run asks for. */
export interface Measurement {
  readonly keep: Keep;
  readonly queries: Queries;
  /** The others are left undefined: a run that goes on measures what it did before. */
  readonly metrics: readonly MetricName[];
}

export interface MeasuredPairResult {
  readonly originalIds: readonly number[];
  readonly original: KeptSide;
  /** Those of the pair, in their order. */
  readonly comparisons: readonly MeasuredComparison[];
}

/** @throws PairlensError INFERENCE_FAILED and what LoadedModel.run throws */
export async function measureBatch(
  model: BatchModel,
  pairs: readonly PreparedPair[],
  measurement: Measurement,
): Promise<MeasuredPairResult[]> {
  const activations = await computeBatch(model, pairs);
  const results = await inTurns(measureSteps(model, pairs, activations, measurement));
  releaseBatch(activations);
  return results;
}

/** The first half of {@link measureBatch}: the model alone, in its own thread. */
export async function computeBatch(
  model: Pick<BatchModel, 'dimensions' | 'run'>,
  pairs: readonly PreparedPair[],
): Promise<BatchActivations> {
  const layers = Array.from({ length: model.dimensions.layers }, (_, layer) => layer);
  const inputIds = pairs.flatMap(({ originalIds, comparisons }) => [
    originalIds,
    ...comparisons.map(({ ids }) => ids),
  ]);
  const last = residPostHook(model.dimensions.layers - 1);
  const hooks = [...layers.map(patternHook), ...layers.map(zHook), last];
  const outputs = await model.run({ inputIds }, hooks);
  const patterns = layers.map((layer) => outputOf(outputs, patternHook(layer)));
  return {
    patterns: patterns.map(({ data }) => data),
    outputs: layers.map((layer) => outputOf(outputs, zHook(layer)).data),
    stream: outputOf(outputs, last).data,
    length: patterns[0]?.dims[2] ?? 0,
    heads: model.dimensions.heads,
    dHead: model.dimensions.dHead,
  };
}

/** When all that is wanted has been measured and copied. */
export function releaseBatch({ patterns, outputs, stream }: BatchActivations): void {
  release([...patterns, ...outputs, stream].map((data) => ({ data })));
}

/**
 * The second half, a head a step: every head of every comparison.
 * @param isWanted others are passed over: they travelled with the batch, so that it is the same one each time
 * @throws PairlensError INFERENCE_FAILED when a layer is missing
 */
export function* measureSteps(
  model: BatchModel,
  pairs: readonly PreparedPair[],
  activations: BatchActivations,
  { keep, queries, metrics }: Measurement,
  isWanted: (item: ItemPlace) => boolean = () => true,
): Generator<void, MeasuredPairResult[], void> {
  const options: ComparisonOptions = {
    queries,
    isCausal: model.causal,
    dHead: model.dimensions.dHead,
    specialIds: model.tokenizer?.specialIds ?? new Set(),
    stopIds: model.tokenizer?.stopIds ?? new Set(),
  };
  const unasked = METRIC_NAMES.flatMap((name, index) => (metrics.includes(name) ? [] : [index]));
  const results: MeasuredPairResult[] = [];
  let next = 0;
  for (const { originalIds, comparisons } of pairs) {
    const row = next++;
    const measured: MeasuredComparison[] = [];
    for (const comparison of comparisons) {
      const rows = { original: row, compared: next++ };
      if (!isWanted(comparison.item)) continue;
      const values = yield* measureComparison(model, originalIds, comparison, options, rows, activations);
      for (const metric of unasked)
        for (let at = metric; at < values.length; at += METRIC_COUNT) values[at] = Number.NaN;
      const kept = keepSide(activations, rows.compared, comparison.ids.length, keep);
      measured.push({ comparison, values, kept });
    }
    if (measured.length === 0) continue;
    const original = keepSide(activations, row, originalIds.length, keep);
    results.push({ originalIds, original, comparisons: measured });
  }
  return results;
}

/** @throws PairlensError INFERENCE_FAILED when the model gave nothing for a hook point that it was asked for */
export function outputOf(outputs: ReadonlyMap<string, Activation>, hook: string): Activation {
  const output = outputs.get(hook);
  if (output === undefined)
    throw new PairlensError('INFERENCE_FAILED', `the model gave no ${hook}`, { hook });
  return output;
}

/** One side of a head, moved from head to head instead of made anew: the kernel reads it and keeps nothing. */
function headCursor(tokens: number, length: number, heads: number, dHead: number) {
  const none: Float32Array = new Float32Array(0);
  return {
    tokens,
    dHead,
    pattern: { data: none, offset: 0, rowStride: length },
    z: { data: none, offset: 0, rowStride: heads * dHead },
  };
}

function* measureComparison(
  model: BatchModel,
  originalIds: readonly number[],
  { ids, alignment }: PreparedComparison,
  options: ComparisonOptions,
  rows: { readonly original: number; readonly compared: number },
  { patterns, outputs, length }: BatchActivations,
): Generator<void, Float64Array, void> {
  const { layers, heads, dHead } = model.dimensions;
  const values = new Float64Array(layers * heads * METRIC_COUNT);
  const comparison = prepareComparison({ originalIds, counterfactualIds: ids, alignment }, options);
  const original = headCursor(originalIds.length, length, heads, dHead);
  const counterfactual = headCursor(ids.length, length, heads, dHead);
  for (let layer = 0; layer < layers; layer++) {
    const pattern = patterns[layer];
    const z = outputs[layer];
    if (pattern === undefined || z === undefined)
      throw new PairlensError('INFERENCE_FAILED', `the model gave nothing for layer ${layer}`, { layer });
    original.pattern.data = counterfactual.pattern.data = pattern;
    original.z.data = counterfactual.z.data = z;
    for (let head = 0; head < heads; head++) {
      original.pattern.offset = (rows.original * heads + head) * length * length;
      counterfactual.pattern.offset = (rows.compared * heads + head) * length * length;
      original.z.offset = rows.original * length * heads * dHead + head * dHead;
      counterfactual.z.offset = rows.compared * length * heads * dHead + head * dHead;
      measureHead(original, counterfactual, comparison, values, (layer * heads + head) * METRIC_COUNT);
      yield;
    }
  }
  return values;
}
