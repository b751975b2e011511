/**
 * Decoders that compute as Llama does but for a few settings. Each is what transformers' class of that name computes, with the
 * defaults of its config for fields that a checkpoint may leave out.
 */
import type { BuiltModel } from './architecture.ts';
import { buildLlamaWith } from './llama.ts';
import type { ModelBuilder } from './model-builder.ts';

type Config = Readonly<Record<string, unknown>>;

/**
 * Mistral (Jiang et al. 2023). A token sees only so many before it as the window says: texts that fit into the window are
 * computed as without one, and longer ones are not taken.
 */
export function buildMistral(rawConfig: Config, model: ModelBuilder): BuiltModel {
  const defaults = { num_key_value_heads: 8, max_position_embeddings: 131_072, sliding_window: 4096 };
  const fixed = { use_sliding_window: true, attention_bias: false, mlp_bias: false };
  return buildLlamaWith({ ...defaults, ...rawConfig, ...fixed }, model, {
    windowed: true,
    outputBias: false,
  });
}

/** Qwen2 (Yang et al. 2024): queries, keys and values have biases, the output of attention has none. */
export function buildQwen2(rawConfig: Config, model: ModelBuilder): BuiltModel {
  const defaults = {
    num_key_value_heads: 32,
    max_position_embeddings: 32_768,
    sliding_window: 4096,
    use_sliding_window: false,
  };
  const fixed = { attention_bias: true, mlp_bias: false };
  return buildLlamaWith({ ...defaults, ...rawConfig, ...fixed }, model, {
    windowed: true,
    outputBias: false,
  });
}
