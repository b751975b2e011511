/** The attention of every head of a model on one input. */
import { patternHook } from '../../../core/architectures/hook-names.ts';
import { writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { ModelProbe } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { release } from '../inference/release.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkFinite } from '../inference/not-finite.ts';
import type { LoadedModel } from './library.ts';
import { checkPatternsFit } from './patterns-bound.ts';

/**
 * @returns the bytes of a safetensors file: `pattern`, float32 [layers, heads, query, key], and in the metadata `tokens`,
 *   the JSON of Token[], and `causal`, 'true' of a decoder
 * @throws PairlensError TOKENIZER_MISSING for a text to a model without tokenizer; SENTENCE_TOO_LONG, INPUT_INVALID,
 *   INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function probePatterns(model: LoadedModel, input: ModelProbe): Promise<Uint8Array<ArrayBuffer>> {
  const { layers, heads } = model.dimensions;
  const ids = idsOf(model, input);
  const perLayer = heads * ids.length * ids.length;
  checkPatternsFit(model.dimensions, ids.length);
  const hooks = Array.from({ length: layers }, (_, layer) => patternHook(layer));
  const activations = await model.run({ inputIds: [ids] }, hooks);
  checkFinite('input', activations);
  const data = new Float32Array(layers * perLayer);
  hooks.forEach((hook, layer) => {
    const activation = activations.get(hook);
    if (!activation) throw new PairlensError('INTERNAL', `the model gave no ${hook}`);
    data.set(activation.data, layer * perLayer);
  });
  release(activations.values());
  const text = 'text' in input ? input.text : null;
  const tokens = model.tokenizer?.describe(text, ids) ?? idsAsTokens(ids);
  return writeSafetensors(new Map([['pattern', { shape: [layers, heads, ids.length, ids.length], data }]]), {
    tokens: JSON.stringify(tokens),
    causal: `${model.causal}`,
  });
}

/** The token ids of an input. @throws PairlensError TOKENIZER_MISSING */
export function idsOf({ tokenizer, name }: LoadedModel, input: ModelProbe): number[] {
  if ('ids' in input) return input.ids;
  if (tokenizer) return tokenizer.encode(input.text);
  throw new PairlensError('TOKENIZER_MISSING', `${name} has no tokenizer; give token ids instead of text`, {
    model: name,
  });
}
