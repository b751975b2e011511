/**
 * Patterns and outputs (z) of every head on a pair: what the run has kept, and what it has not, computed again from the
 * model and the tokens. Those of the last few pairs stay in memory, so that walking over heads costs nothing.
 */
import { buildAlignment } from '../../../core/pairs/align.ts';
import { messageOf } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Alignment } from '../../../core/pairs/alignment.ts';
import type { LoadedModel } from '../models/library.ts';
import { type KeptSide, keepSide } from '../inference/kept-tensors.ts';
import {
  computeBatch,
  measureBatch,
  type MeasuredPairResult,
  type Measurement,
  releaseBatch,
} from '../runs/measure-batch.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { ComputedFrom, RunItem } from '../store/run-items.ts';
import { isDamage, storeDamaged } from '../store/sqlite-errors.ts';
import { KEPT_HOOKS, readTensor, type Side, type StoredTensor } from '../store/tensors.ts';
import { Recent } from './recent.ts';

/** One statement of n tokens. */
export interface SideActivations {
  /** [layers, heads, n, n] query, key */
  readonly pattern: StoredTensor;
  /** [layers, n, heads, d_head] */
  readonly z: StoredTensor;
}

export interface PairActivations {
  readonly original: SideActivations;
  /** Of the statement that the original is compared with: of the neutral in role 'neutral'. */
  readonly counterfactual: SideActivations;
}

export interface DoneItem extends RunItem {
  readonly computedFrom: ComputedFrom;
}

/** Bytes of activations that stay in memory. */
const MEMORY = 192 * 2 ** 20;

/** Lends the model that the run was planned with. */
export type UseModel = <Result>(use: (model: LoadedModel) => Promise<Result>) => Promise<Result>;

export class ActivationSource {
  readonly #database: ReadableDatabase;
  /** By run, role and pair. */
  readonly #recent = new Recent<PairActivations>(MEMORY, bytesOf);

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** @throws PairlensError when something is not kept and the model cannot be opened or run */
  async of(runId: number, item: DoneItem, useModel: UseModel): Promise<PairActivations> {
    const key = `${runId} ${item.role} ${item.pairId}`;
    return this.#recent.get(key, () => this.#load(runId, item, useModel));
  }

  async #load(runId: number, item: DoneItem, useModel: UseModel): Promise<PairActivations> {
    const damage: unknown[] = [];
    const kept = (side: Side) => this.#kept(runId, item, side, damage);
    const original = kept('original');
    const counterfactual = kept(item.role === 'neutral' ? 'neutral' : 'counterfactual');
    const computed =
      isWhole(original) && isWhole(counterfactual)
        ? null
        : await computeAgain(() => useModel((model) => computeItem(model, item)), damage);
    return {
      original: combined(original, computed?.original ?? null),
      counterfactual: combined(counterfactual, computed?.counterfactual ?? null),
    };
  }

  /** What is damaged counts as not kept, and is told. */
  #kept(runId: number, { pairId }: DoneItem, side: Side, damage: unknown[]): KeptSide {
    const read = (hook: string): StoredTensor | null => {
      try {
        return readTensor(this.#database, { runId, pairId, side, hook });
      } catch (error) {
        if (!isDamage(error)) throw error;
        damage.push(error);
        return null;
      }
    };
    return { pattern: read(KEPT_HOOKS.pattern), z: read(KEPT_HOOKS.z) };
  }
}

/** @throws PairlensError STORE_DAMAGED where what was damaged cannot be computed again, saying why */
async function computeAgain<Computed>(
  compute: () => Promise<Computed>,
  damage: unknown[],
): Promise<Computed> {
  const [damaged] = damage;
  if (damaged === undefined) return compute();
  try {
    return await compute();
  } catch (error) {
    throw storeDamaged(`${messageOf(damaged)}; it cannot be computed again: ${messageOf(error)}`, {}, error);
  }
}

/** The alignment that the metrics of the pair were computed with. */
export function alignmentOf({ computedFrom }: DoneItem): Alignment {
  const { alignmentUsed, aligned, originalIds, counterfactualIds } = computedFrom;
  return buildAlignment(alignmentUsed, aligned, originalIds.length, counterfactualIds.length);
}

/** The comparison through the model once more, from the tokens it was run with. */
async function computeItem(
  model: LoadedModel,
  item: DoneItem,
): Promise<{ original: KeptSide; counterfactual: KeptSide }> {
  const { originalIds, counterfactualIds } = item.computedFrom;
  const comparison = { item, ids: counterfactualIds, alignment: alignmentOf(item), noted: null };
  const activations = await computeBatch(model, [{ originalIds, comparisons: [comparison] }]);
  const kept = {
    original: keepSide(activations, 0, originalIds.length, 'all'),
    counterfactual: keepSide(activations, 1, counterfactualIds.length, 'all'),
  };
  releaseBatch(activations);
  return kept;
}

/** The same, measured with another alignment. */
export async function measureItem(
  model: LoadedModel,
  item: DoneItem,
  alignment: Alignment,
  measurement: Measurement,
): Promise<MeasuredPairResult> {
  const { originalIds, counterfactualIds } = item.computedFrom;
  const pair = { originalIds, comparisons: [{ item, ids: counterfactualIds, alignment, noted: null }] };
  const [result] = await measureBatch(model, [pair], measurement);
  if (result === undefined)
    throw new PairlensError('INTERNAL', `measuring pair ${item.pairId} gave no result`);
  return result;
}

function isWhole(side: KeptSide): boolean {
  return side.pattern !== null && side.z !== null;
}

/** What the run kept comes first: the metrics were computed from it. */
function combined(kept: KeptSide, computed: KeptSide | null): SideActivations {
  const pattern = kept.pattern ?? computed?.pattern ?? null;
  const z = kept.z ?? computed?.z ?? null;
  if (pattern === null || z === null)
    throw new PairlensError('INTERNAL', 'activations are neither kept nor computed');
  return { pattern, z };
}

function bytesOf({ original, counterfactual }: PairActivations): number {
  return [original.pattern, original.z, counterfactual.pattern, counterfactual.z].reduce(
    (bytes, { data }) => bytes + data.byteLength,
    0,
  );
}
