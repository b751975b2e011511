/** Statements as they are, nothing replaced: what is taken from them and put into others, and their outcomes. */
import { type PatchHook, HOOK_PLACES } from '../../../../core/analyses/patching/hooks.ts';
import { blockName, residPreHook } from '../../../../core/architectures/hook-names.ts';
import type { Effect } from '../../../../core/effects/effects.ts';
import type { Outcome } from '../../../../core/effects/outcomes.ts';
import {
  type EffectRow,
  holdsLogits,
  rawOutcome,
  readsOf,
  targetsOfRows,
} from '../../effects/read-outcomes.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { TokenBatch } from '../../inference/token-batch.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { type PassLimits, passesOf } from '../passes.ts';

export type SweptModel = Pick<LoadedModel, 'run' | 'runVariant' | 'dimensions' | 'axes'>;

/** A statement of n tokens. */
export interface StatementToRun {
  readonly ids: readonly number[];
  /** Without it every token is of type 0. */
  readonly tokenTypes?: readonly number[] | undefined;
  readonly row: EffectRow;
}

export interface StatementRun {
  /**
   * By hook point: [n, dModel] of the stream, [n, head, dHead] of queries, keys, values and what heads read out, [head, n, n] of
   * patterns.
   */
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly raw: Outcome;
}

export function hookOf(hook: PatchHook, layer: number): string {
  return `${blockName(layer)}.${HOOK_PLACES[hook].place}`;
}

/** Hook points that are recorded: those that are patched, and the streams at which later runs begin. */
export function recordedHooks(
  hooks: readonly PatchHook[],
  starts: readonly number[],
  { dimensions: { layers } }: Pick<SweptModel, 'dimensions'>,
): string[] {
  const patched = Array.from({ length: layers }, (_, layer) => hooks.map((hook) => hookOf(hook, layer)));
  return [...new Set([...starts.map((layer) => residPreHook(layer) as string), ...patched.flat()])];
}

/** @returns of each statement, in the order given @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant */
export async function runStatements(
  model: SweptModel,
  effect: Effect,
  statements: readonly StatementToRun[],
  hooks: readonly string[],
  signal?: AbortSignal,
): Promise<StatementRun[]> {
  const reads = readsOf(effect);
  const limits: PassLimits = {
    tokens: TOKENS_PER_BATCH,
    logits: holdsLogits(effect),
    patterns: hooks.some((hook) => hook.endsWith('hook_pattern')),
  };
  const runs: StatementRun[] = [];
  for (const pass of passesOf(statements, ({ ids }) => ids.length, model.dimensions, limits)) {
    signal?.throwIfAborted();
    const targets = targetsOfRows(
      effect,
      pass.map(({ row }) => row),
    );
    const asked = [...new Set([...hooks, ...reads])];
    const outputs =
      targets === undefined
        ? await model.run(batchOf(pass), asked)
        : await model.runVariant(batchOf(pass), asked, { targets });
    checkFinite('statement', outputs);
    pass.forEach(({ ids, row }, index) => {
      const values = new Map(
        hooks.map((hook) => [hook, ofStatement(hook, outputOf(outputs, hook), index, ids.length)]),
      );
      runs.push({ values, raw: rawOutcome(effect, outputs, index, row) });
    });
    release(outputs.values());
  }
  return runs;
}

export function batchOf(statements: readonly Pick<StatementToRun, 'ids' | 'tokenTypes'>[]): TokenBatch {
  return {
    inputIds: statements.map(({ ids }) => ids),
    ...(statements.some(({ tokenTypes }) => tokenTypes !== undefined) && {
      tokenTypeIds: statements.map(({ ids, tokenTypes }) => tokenTypes ?? ids.map(() => 0)),
    }),
  };
}

/** A row of what was read, without its padding. */
function ofStatement(hook: string, { dims, data }: Activation, index: number, tokens: number): Float32Array {
  const [, second = 1, third = 1] = dims;
  if (hook.endsWith('hook_pattern')) return patternOf(data, index, second, third, tokens);
  const width = dims.slice(2).reduce((product, size) => product * size, 1);
  return data.slice(index * second * width, (index * second + tokens) * width);
}

function patternOf(
  data: Float32Array,
  index: number,
  heads: number,
  length: number,
  tokens: number,
): Float32Array {
  const own = new Float32Array(heads * tokens * tokens);
  for (let head = 0; head < heads; head++)
    for (let query = 0; query < tokens; query++) {
      const from = ((index * heads + head) * length + query) * length;
      own.set(data.subarray(from, from + tokens), (head * tokens + query) * tokens);
    }
  return own;
}
