/** The attention of every head on the statements of one item, and the bytes in which that of one head is sent. */
import { patternHook } from '../../../core/architectures/hook-names.ts';
import { writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { Token } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { ItemAttention, ItemMark } from '../../../shared/item-view.ts';
import { checkFinite } from '../inference/not-finite.ts';
import { release } from '../inference/release.ts';
import type { LoadedModel } from '../models/library.ts';
import { outputOf } from '../runs/measure-batch.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkIds } from '../tokenizers/statement-ids.ts';
import type { ItemStatement } from './analysis-work.ts';

/** One statement of n tokens. */
export interface StatementPatterns {
  readonly name: string;
  readonly tokens: readonly Token[];
  readonly marks: readonly ItemMark[];
  /** For each layer [heads, n, n] query, key. */
  readonly patterns: readonly Float32Array[];
}

export interface ItemPatterns {
  readonly statements: readonly StatementPatterns[];
  readonly heads: number;
  readonly causal: boolean;
}

/** Of all layers of one statement: 256 MiB. */
const MOST_VALUES = 2 ** 26;

/**
 * Runs the model on each statement of an item.
 * @throws PairlensError SENTENCE_TOO_LONG, INPUT_INVALID, INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function computePatterns(
  model: LoadedModel,
  statements: readonly ItemStatement[],
): Promise<ItemPatterns> {
  const viewed: StatementPatterns[] = [];
  for (const statement of statements) viewed.push(await patternsOf(model, statement));
  return { statements: viewed, heads: model.dimensions.heads, causal: model.causal };
}

async function patternsOf(
  model: LoadedModel,
  { name, text, ids, marks = [] }: ItemStatement,
): Promise<StatementPatterns> {
  const { layers, heads, maxPositions, vocabularySize } = model.dimensions;
  const what = `the ${name} statement`;
  if (ids.length > maxPositions || layers * heads * ids.length ** 2 > MOST_VALUES)
    throw new PairlensError(
      'SENTENCE_TOO_LONG',
      `${what} has ${ids.length} tokens: more than the model takes, or than can be shown of ${layers} × ${heads} heads at once`,
      { tokens: ids.length, maxPositions },
    );
  checkIds(what, ids, vocabularySize);
  const hooks = Array.from({ length: layers }, (_, layer) => patternHook(layer));
  const activations = await model.run({ inputIds: [[...ids]] }, hooks);
  checkFinite('statement', activations);
  const patterns = hooks.map((hook) => Float32Array.from(outputOf(activations, hook).data));
  release(activations.values());
  const tokens = model.tokenizer?.describe(text, [...ids]) ?? idsAsTokens([...ids]);
  return { name, tokens, marks, patterns };
}

/** @throws PairlensError NOT_FOUND for a head that the model does not have */
export function attentionOf(
  { statements, heads, causal }: ItemPatterns,
  { layer, head }: { readonly layer: number; readonly head: number },
): ItemAttention {
  const layers = statements[0]?.patterns.length ?? 0;
  if (layer >= layers || head >= heads)
    throw new PairlensError(
      'NOT_FOUND',
      `there is no head ${head} in layer ${layer}: the model has ${layers} layers of ${heads} heads, counted from 0`,
      { layer, head },
    );
  return {
    causal,
    statements: statements.map(({ name, tokens, marks, patterns }) => {
      const n = tokens.length;
      const pattern = patterns[layer]?.subarray(head * n * n, (head + 1) * n * n) ?? new Float32Array();
      return { name, tokens, marks, pattern: Float32Array.from(pattern) };
    }),
  };
}

/**
 * The bytes of a safetensors file: `pattern_0`, `pattern_1`, …, float32 [n, n] query, key, of the statements in their order;
 * in the metadata `statements`, the JSON of their names, tokens and marks, and `causal`, 'true' of a decoder.
 */
export function encodeItem({ statements, causal }: ItemAttention): Uint8Array<ArrayBuffer> {
  const tensors = statements.map(({ tokens: { length: n }, pattern }, index) => {
    return [`pattern_${index}`, { shape: [n, n], data: pattern }] as const;
  });
  return writeSafetensors(new Map(tensors), {
    statements: JSON.stringify(statements.map(({ name, tokens, marks }) => ({ name, tokens, marks }))),
    causal: `${causal}`,
  });
}

export function bytesOfPatterns({ statements }: ItemPatterns): number {
  return statements
    .flatMap(({ patterns }) => patterns)
    .reduce((bytes, { byteLength }) => bytes + byteLength, 0);
}
