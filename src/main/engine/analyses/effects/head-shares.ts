/**
 * How far the output of a pair goes when what one head reads out is replaced: layer by layer, so that one graph, which begins at
 * that layer, serves many pairs; heads and methods are rows of batches. docs/science.md, _Effects of heads_.
 */
import type { EffectMethod } from '../../../../core/analyses/effects/methods.ts';
import { residPreHook, zHook } from '../../../../core/architectures/hook-names.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import { noReplacement, type Replacement } from '../../inference/replacement.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { PositionPairs } from '../../store/alignment-corrections.ts';
import { meanOfHead } from '../ablation/clean-run.ts';
import { rowsPerPass } from '../passes.ts';
import {
  passLimits,
  type PatchSide,
  type RecordedPair,
  type RowReader,
  rowsOfStatement,
} from './patched-pair.ts';

type SweepModel = Pick<LoadedModel, 'runVariant' | 'dimensions'>;

export interface SweptPair {
  /** Recorded at {@link sweptHooks}. */
  readonly recorded: RecordedPair;
  readonly aligned: PositionPairs;
  /** Of the original of another pair, by layer [position, head, dHead]; null where there is none. */
  readonly donor: ReadonlyMap<string, Float32Array> | null;
}

interface Cell {
  readonly method: EffectMethod;
  readonly head: number;
}

/** What is recorded of a pair: what its heads read out, and the stream as it enters each layer but the first. */
export function sweptHooks(layers: number): string[] {
  const every = Array.from({ length: layers }, (_, layer) => layer);
  return [...every.map(zHook), ...every.slice(1).map(residPreHook)];
}

/** The graph that pairs are recorded in is that of the first layer. */
export function firstReplacements(): Map<string, Replacement> {
  return new Map([[zHook(0), noReplacement(4)]]);
}

export interface Sweeping {
  readonly methods: readonly EffectMethod[];
  /** [head, dHead] by layer; empty where no method needs them. */
  readonly setMeans: readonly Float32Array[];
  readonly signal?: AbortSignal | undefined;
  /** Told the share that is done. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/**
 * @returns of each pair by method [layer, head]: share of the way from the statement that is patched to the other; NaN where
 *   there is no other pair to take from
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant; the signal's reason
 */
export async function headShares(
  model: SweepModel,
  pairs: readonly SweptPair[],
  { methods, setMeans, signal, onShare }: Sweeping,
): Promise<Map<EffectMethod, Float64Array>[]> {
  const { layers, heads } = model.dimensions;
  const shares = pairs.map(
    () =>
      new Map(methods.map((method) => [method, new Float64Array(layers * heads).fill(Number.NaN)] as const)),
  );
  for (let layer = 0; layer < layers; layer++)
    for (const [index, pair] of pairs.entries()) {
      onShare?.((layer + index / pairs.length) / layers);
      for (const side of ['counterfactual', 'original'] as const) {
        const reader = pair.recorded.reader(side);
        if (reader === null) continue;
        const own = methods.filter(
          (method) => sideOf(method) === side && (method !== 'resample' || pair.donor !== null),
        );
        const cells = own.flatMap((method) => Array.from({ length: heads }, (_, head) => ({ method, head })));
        const { length } = pair.recorded[side].ids;
        const perPass = rowsPerPass(length, model.dimensions, passLimits(reader));
        for (let first = 0; first < cells.length; first += perPass) {
          signal?.throwIfAborted();
          const rows = cells.slice(first, first + perPass);
          const values = await runCells(model, { pair, side, reader, layer, mean: setMeans[layer] }, rows);
          rows.forEach(({ method, head }, row) => {
            const into = shares[index]?.get(method);
            if (into !== undefined) into[layer * heads + head] = values[row] ?? Number.NaN;
          });
        }
      }
    }
  return shares;
}

/** The statement that a method changes: putting back goes into the counterfactual, taking away out of the original. */
function sideOf(method: EffectMethod): PatchSide {
  return method === 'patch' ? 'counterfactual' : 'original';
}

interface Sweep {
  readonly pair: SweptPair;
  readonly side: PatchSide;
  readonly reader: RowReader;
  readonly layer: number;
  /** [head, dHead] */
  readonly mean: Float32Array | undefined;
}

async function runCells(model: SweepModel, sweep: Sweep, cells: readonly Cell[]): Promise<number[]> {
  const { pair, side, reader, layer } = sweep;
  const { heads, dHead, dModel } = model.dimensions;
  const statement = pair.recorded[side];
  const tokens = statement.ids.length;
  const data = new Float32Array(cells.length * tokens * dHead);
  const mask = new Uint8Array(cells.length * heads);
  cells.forEach(({ method, head }, row) => {
    mask[row * heads + head] = 1;
    fill(data.subarray(row * tokens * dHead, (row + 1) * tokens * dHead), method, head, sweep, {
      heads,
      dHead,
    });
  });
  const start = statement.values.get(residPreHook(layer));
  const outputs = await model.runVariant(rowsOfStatement(statement, cells.length), [...reader.hooks], {
    replacements: new Map([
      [
        zHook(layer),
        {
          mask: { dims: [cells.length, 1, heads, 1], data: mask },
          values: { dims: [cells.length, tokens, 1, dHead], data },
        },
      ],
    ]),
    ...(reader.targets && { targets: cells.map(() => reader.targets ?? []) }),
    ...(layer > 0 &&
      start !== undefined && {
        start: {
          hook: residPreHook(layer),
          values: { dims: [cells.length, tokens, dModel], data: repeated(start, cells.length) },
        },
      }),
  });
  checkFinite('statement', outputs);
  const values = cells.map((_, row) => reader.read(outputs, row));
  release(outputs.values());
  return values;
}

function repeated(values: Float32Array, times: number): Float32Array {
  const all = new Float32Array(times * values.length);
  for (let row = 0; row < times; row++) all.set(values, row * values.length);
  return all;
}

/** @param into [position, dHead] what the head reads out instead */
function fill(
  into: Float32Array,
  method: EffectMethod,
  head: number,
  { pair: { recorded, aligned, donor }, side, layer, mean }: Sweep,
  { heads, dHead }: { readonly heads: number; readonly dHead: number },
): void {
  const width = heads * dHead;
  const tokens = into.length / dHead;
  const at = (values: Float32Array, position: number) =>
    values.subarray(position * width + head * dHead, position * width + (head + 1) * dHead);
  const everywhere = (value: Float32Array) => {
    for (let position = 0; position < tokens; position++) into.set(value, position * dHead);
  };
  const own = zOf(recorded[side].values, layer);
  switch (method) {
    case 'zero':
      return;
    case 'mean_row':
      return everywhere(meanOfHead(own, head, { heads, dHead }));
    case 'mean_set':
      if (mean === undefined) throw new RangeError('the mean over the set is missing');
      return everywhere(mean.subarray(head * dHead, (head + 1) * dHead));
    case 'resample': {
      const other = zOf(donor ?? new Map(), layer);
      const length = other.length / width;
      for (let position = 0; position < tokens; position++)
        into.set(at(other, position % length), position * dHead);
      return;
    }
    case 'patch':
    case 'noise': {
      const other = zOf(recorded[side === 'original' ? 'counterfactual' : 'original'].values, layer);
      for (let position = 0; position < tokens; position++) into.set(at(own, position), position * dHead);
      for (const [i, j] of aligned) {
        const [from, to] = side === 'original' ? [j, i] : [i, j];
        into.set(at(other, from), to * dHead);
      }
    }
  }
}

function zOf(values: ReadonlyMap<string, Float32Array>, layer: number): Float32Array {
  const z = values.get(zHook(layer));
  if (z === undefined || z.length === 0) throw new RangeError(`nothing was read of layer ${layer}`);
  return z;
}
