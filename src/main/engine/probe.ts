/** Reads activations of a model on any input, as the bytes of a safetensors file: the command `pairlens probe`. */
import { z } from 'zod';
import { writeSafetensors } from '../../core/checkpoints/safetensors.ts';
import { listOf, MOST } from '../../core/bounds.ts';
import { firstIssue } from '../../core/schema-issues.ts';
import { PairlensError } from '../../shared/errors.ts';
import { parseJson } from './files/parse-json.ts';
import type { Activation } from './inference/hooked-session.ts';
import type { TokenBatch } from './inference/token-batch.ts';
import type { LoadedModel } from './models/library.ts';

/**
 * @returns a safetensors file with each hook point under its name, float32, batch and padding as given
 * @throws PairlensError HOOK_UNKNOWN, INPUT_INVALID, SENTENCE_TOO_LONG, INFERENCE_FAILED
 */
export async function probe(
  model: LoadedModel,
  inputs: TokenBatch,
  hooks: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  return activationsFile(model, await model.run(inputs, hooks));
}

/**
 * @param metadata what else is to be known of the activations
 * @returns a safetensors file with each activation under the name of its hook point
 */
export function activationsFile(
  model: Pick<LoadedModel, 'name' | 'weightsHash' | 'causal'>,
  activations: ReadonlyMap<string, Activation>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const tensors = new Map([...activations].map(([name, { dims, data }]) => [name, { shape: dims, data }]));
  return writeSafetensors(tensors, {
    format: 'pt',
    model: model.name,
    weights_sha256: model.weightsHash,
    // Of a decoder the weights above the diagonal of a pattern are forbidden, and 0 as the model computes them.
    causal: `${model.causal}`,
    ...metadata,
  });
}

/**
 * The input for some texts; they are padded on the right to the longest.
 * @throws PairlensError TOKENIZER_MISSING when the model's folder has none
 */
export function probeInputsFromTexts(model: LoadedModel, texts: readonly string[]): TokenBatch {
  const { tokenizer } = model;
  if (!tokenizer)
    throw new PairlensError(
      'TOKENIZER_MISSING',
      `${model.folder} has no tokenizer.json; give token ids instead of text`,
      { folder: model.folder },
    );
  return { inputIds: texts.map((text) => tokenizer.encode(text)) };
}

const rows = listOf(listOf(z.number(), MOST.tokens, 'values'), MOST.statements, 'rows');
const probeFile = z.strictObject({
  input_ids: rows,
  attention_mask: rows.optional(),
  token_type_ids: rows.optional(),
});

/**
 * The input in JSON {input_ids, attention_mask?, token_type_ids?}, each an array of rows of one length. What the numbers
 * may be, the model decides when it runs.
 * @param source what the text is called in errors
 * @throws PairlensError INPUT_INVALID
 */
export function probeInputsFromJson(text: string, source = 'the input'): TokenBatch {
  const {
    input_ids: inputIds,
    attention_mask: attentionMask,
    token_type_ids: tokenTypeIds,
  } = parseProbeFile(text, source);
  const lengths = new Set(inputIds.map((row) => row.length));
  if (lengths.size > 1)
    throw new PairlensError(
      'INPUT_INVALID',
      `${source}: the rows of input_ids have different lengths (${[...lengths].join(', ')}); pad them, and say so in attention_mask`,
    );
  return { inputIds, ...(attentionMask && { attentionMask }), ...(tokenTypeIds && { tokenTypeIds }) };
}

function parseProbeFile(text: string, source: string): z.output<typeof probeFile> {
  const parsed = probeFile.safeParse(parseJson(text, source, 'INPUT_INVALID'));
  if (parsed.success) return parsed.data;
  throw new PairlensError('INPUT_INVALID', `${source}: ${firstIssue(parsed.error)}`);
}
