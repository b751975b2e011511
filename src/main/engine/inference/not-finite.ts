/**
 * Values that are not finite: a checkpoint that overflows on a text computes infinities, and from them what is no number.
 * Metrics of those would be undefined, as if there were nothing to measure.
 */
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import { placeOf } from '../../../core/architectures/hook-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from './hooked-session.ts';
import type { BatchActivations } from './kept-tensors.ts';
import { release } from './release.ts';
import type { TokenBatch } from './token-batch.ts';

/**
 * The first layer at which something of a statement is not finite: its attention, what its heads read out, or, as the layer
 * after the last, what leaves the model; null where all is finite. Padding does not count.
 * @param row the statement's row in the batch; `tokens` its length without padding
 */
export function layerNotFinite(
  { patterns, outputs, stream, length, heads, dHead }: BatchActivations,
  row: number,
  tokens: number,
): number | null {
  for (const [layer, pattern] of patterns.entries()) {
    for (let head = 0; head < heads; head++)
      for (let query = 0; query < tokens; query++) {
        const from = ((row * heads + head) * length + query) * length;
        if (!areFinite(pattern, from, from + tokens)) return layer;
      }
    const from = row * length * heads * dHead;
    const z = outputs[layer];
    if (z !== undefined && !areFinite(z, from, from + tokens * heads * dHead)) return layer;
  }
  const rows = (patterns[0]?.length ?? 0) / (heads * length * length);
  const width = stream.length / (rows * length);
  const from = row * length * width;
  return areFinite(stream, from, from + tokens * width) ? null : patterns.length;
}

/** Whether the values from place `from` up to `to` are. */
function areFinite(data: Float32Array, from: number, to: number): boolean {
  // A sum of finite numbers in float64 stays finite; one that is not spoils it.
  let sum = 0;
  for (let at = from; at < to; at++) sum += data[at] ?? 0;
  return Number.isFinite(sum);
}

/** What of a model is asked. */
interface NamingModel {
  readonly hooks: readonly string[];
  run(batch: TokenBatch, hooks: readonly string[]): Promise<Map<string, Activation>>;
}

/**
 * What a statement fails with, naming the first hook point, in the order of computation, at which a value is not finite.
 * @param layer what {@link layerNotFinite} said of it
 * @returns null when all is finite after all: another statement in its batch was at fault
 */
export async function notFiniteFailure(
  model: NamingModel,
  statement: string,
  ids: readonly number[],
  layer: number,
): Promise<PairlensError | null> {
  const firstOfBlocks = model.hooks.findIndex((name) => placeOf(name).layer !== null);
  const asked = model.hooks.filter((name, at) => {
    const own = placeOf(name).layer;
    return own === null ? layer === 0 && at < firstOfBlocks : own === layer || own === layer - 1;
  });
  const outputs = await model.run(
    { inputIds: [ids] },
    asked.filter((name) => name !== LOGITS),
  );
  const first = [...outputs].find(([hook, { data }]) => hasNotFinite(hook, data));
  release(outputs.values());
  return first === undefined ? null : failure(statement, first[0]);
}

/** Scores that the mask forbids may lie beyond the smallest number. */
function hasNotFinite(hook: string, data: Float32Array): boolean {
  if (areFinite(data, 0, data.length)) return false;
  const isMasked = hook.endsWith('hook_attn_scores');
  return data.some((value) => !Number.isFinite(value) && !(isMasked && value === -Infinity));
}

function failure(statement: string, hook: string): PairlensError {
  return new PairlensError(
    'ACTIVATION_NOT_FINITE',
    `on the ${statement} the model computes a value that is not finite, first at ${hook}`,
    { hook },
  );
}

/**
 * @param outputs by hook point, of statements without padding; their memory is given back when they fail
 * @throws PairlensError ACTIVATION_NOT_FINITE naming the first of the hook points that were read
 */
export function checkFinite(
  statement: string,
  outputs: ReadonlyMap<string, { readonly data: Float32Array }>,
): void {
  const hook = firstNotFinite(outputs);
  if (hook === null) return;
  release(outputs.values());
  throw failure(statement, hook);
}

/** The first of these hook points at which a value is not finite. */
export function firstNotFinite(outputs: ReadonlyMap<string, { readonly data: Float32Array }>): string | null {
  for (const [hook, { data }] of outputs) if (hasNotFinite(hook, data)) return hook;
  return null;
}
