/** Checkpoints of Llama's shapes, for the benchmarks. */
import type { Shapes } from './gpt2-checkpoint.ts';

/** The sizes of SmolLM2-135M: 30 layers, 9 heads in groups of 3, tied embeddings; 538 MB in float32. */
export const SMOLLM2_135M = {
  model_type: 'llama',
  vocab_size: 49_152,
  hidden_size: 576,
  intermediate_size: 1536,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  hidden_act: 'silu',
  tie_word_embeddings: true,
};

/** The tensors of a decoder with tied embeddings. */
export function llamaShapes(config: typeof SMOLLM2_135M): Shapes {
  const { hidden_size: width, intermediate_size: mlp } = config;
  const keyValue = (width / config.num_attention_heads) * config.num_key_value_heads;
  const layers = Array.from({ length: config.num_hidden_layers }, (_, layer) => `model.layers.${layer}`);
  return [
    ['model.embed_tokens.weight', [config.vocab_size, width]],
    ...layers.flatMap((layer): Shapes => [
      [`${layer}.input_layernorm.weight`, [width]],
      [`${layer}.self_attn.q_proj.weight`, [width, width]],
      [`${layer}.self_attn.k_proj.weight`, [keyValue, width]],
      [`${layer}.self_attn.v_proj.weight`, [keyValue, width]],
      [`${layer}.self_attn.o_proj.weight`, [width, width]],
      [`${layer}.post_attention_layernorm.weight`, [width]],
      [`${layer}.mlp.gate_proj.weight`, [mlp, width]],
      [`${layer}.mlp.up_proj.weight`, [mlp, width]],
      [`${layer}.mlp.down_proj.weight`, [width, mlp]],
    ]),
    ['model.norm.weight', [width]],
  ];
}
