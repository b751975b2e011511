/** The attention of every head of a model on one input. */
import { patternHook } from '../../../core/architectures/hook-names.ts';
import { writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { PatternStack } from '../../../core/figures/pattern-thumbnails.ts';
import type { ModelProbe, Token } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { release } from '../inference/release.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkFinite } from '../inference/not-finite.ts';
import type { LoadedModel } from './library.ts';
import { checkPatternsFit } from './patterns-bound.ts';

export interface ProbedPatterns {
  readonly tokens: readonly Token[];
  readonly patterns: PatternStack;
}

/**
 * @throws PairlensError TOKENIZER_MISSING for a text to a model without tokenizer; SENTENCE_TOO_LONG, INPUT_INVALID,
 *   INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function patternsOn(model: LoadedModel, input: ModelProbe): Promise<ProbedPatterns> {
  const { layers, heads } = model.dimensions;
  const ids = idsOf(model, input);
  const perLayer = heads * ids.length * ids.length;
  checkPatternsFit(model.dimensions, ids.length);
  const hooks = Array.from({ length: layers }, (_, layer) => patternHook(layer));
  const activations = await model.run({ inputIds: [ids] }, hooks);
  checkFinite('input', activations);
  const values = new Float32Array(layers * perLayer);
  hooks.forEach((hook, layer) => {
    const activation = activations.get(hook);
    if (!activation) throw new PairlensError('INTERNAL', `the model gave no ${hook}`);
    values.set(activation.data, layer * perLayer);
  });
  release(activations.values());
  return {
    tokens: tokensOf(model, input, ids),
    patterns: { layers, heads, n: ids.length, values, causal: model.causal },
  };
}

/**
 * @returns the bytes of a safetensors file: `pattern`, float32 [layers, heads, query, key], and in the metadata `tokens`,
 *   the JSON of Token[], and `causal`, 'true' of a decoder
 * @throws what {@link patternsOn} throws
 */
export async function probePatterns(model: LoadedModel, input: ModelProbe): Promise<Uint8Array<ArrayBuffer>> {
  const { tokens, patterns } = await patternsOn(model, input);
  const { layers, heads, n, values, causal } = patterns;
  return writeSafetensors(new Map([['pattern', { shape: [layers, heads, n, n], data: values }]]), {
    tokens: JSON.stringify(tokens),
    causal: `${causal}`,
  });
}

/** What the tokens of an input say. */
export function tokensOf({ tokenizer }: LoadedModel, input: ModelProbe, ids: readonly number[]): Token[] {
  return tokenizer?.describe('text' in input ? input.text : null, ids) ?? idsAsTokens(ids);
}

/** The token ids of an input. @throws PairlensError TOKENIZER_MISSING */
export function idsOf({ tokenizer, name }: LoadedModel, input: ModelProbe): number[] {
  if ('ids' in input) return input.ids;
  if (tokenizer) return tokenizer.encode(input.text);
  throw new PairlensError('TOKENIZER_MISSING', `${name} has no tokenizer; give token ids instead of text`, {
    model: name,
  });
}
