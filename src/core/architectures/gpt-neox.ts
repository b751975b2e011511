/**
 * GPT-NeoX (Black et al. 2022) and Pythia: a decoder with rotary positions whose attention and MLP read the stream in
 * parallel, or one after the other.
 *
 *   hook_embed                   enters the first block
 *   blocks.{l}.…                 pre-norm-block.ts, attention.ts and mlp.ts describe their hook points
 *   ln_final.hook_normalized     what leaves the last block, normalised; resid_final is the same
 *   logits                       the dot products with embed_out.weight, or with the embeddings where it is tied
 */
import { z } from 'zod';
import { type Activation, activationByName } from './activations.ts';
import type { BuiltModel } from './architecture.ts';
import { optional, parseConfig, savedAsDecoder, size, wholeQuotient } from './config.ts';
import { embedding, tokenInputs } from './inputs.ts';
import { hookedLayerNorm, takeLayerNorm } from './layer-norm.ts';
import { takeLinear } from './linear.ts';
import { causalMask } from './masks.ts';
import { plainFeedForward } from './mlp.ts';
import type { ModelBuilder } from './model-builder.ts';
import { type PreNormBlock, preNormBlock } from './pre-norm-block.ts';
import { fusedProjection } from './projections.ts';
import { type Rotary, rotaryTables } from './rotary.ts';
import { rotaryFrequencies } from './rotary-frequencies.ts';
import { languageModelHead } from './unembedding.ts';

/** Defaults are those of transformers' GPTNeoXConfig, for fields that a checkpoint may leave out. */
const gptNeoxConfig = z.object({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  max_position_embeddings: size,
  hidden_act: z.string().default('gelu'),
  layer_norm_eps: z.number().min(0).default(1e-5),
  use_parallel_residual: z.boolean().default(true),
  attention_bias: z.boolean().default(true),
  rotary_pct: optional(z.number().positive().max(1), 0.25),
  rotary_emb_base: optional(z.number().positive(), 10_000),
  tie_word_embeddings: z.boolean().default(false),
  architectures: savedAsDecoder,
});
type GptNeoxConfig = z.output<typeof gptNeoxConfig>;

const PREFIXES = ['gpt_neox.', ''];
/** The name until transformers 5, and the one since. */
const HEADS = ['embed_out.', 'lm_head.'];

export function buildGptNeox(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  const config = parseConfig(gptNeoxConfig, rawConfig);
  const { hidden_size: dModel, num_attention_heads: heads, num_hidden_layers: layers } = config;
  const { vocab_size: vocabulary, max_position_embeddings: maxPositions } = config;
  const tied = config.tie_word_embeddings;
  const dHead = wholeQuotient('hidden_size', dModel, 'num_attention_heads', heads);
  const activation = activationByName('hidden_act', config.hidden_act);
  const { rotary_pct: share, rotary_emb_base: theta } = config;
  const frequencies = rotaryFrequencies(rawConfig, { dHead, maxPositions, theta, share });

  const { weights } = model;
  const prefix = weights.prefix(PREFIXES, 'final_layer_norm.weight');
  const names = HEADS.map((head) => `${head}weight`);
  const embeddings = weights.take([`${prefix}embed_in.weight`, ...(tied ? names : [])], [vocabulary, dModel]);
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = causalMask(model, attentionMask);
  const rotary = rotaryTables(model, inputIds, frequencies, dHead);

  model.parameter('embed.W_E', embeddings);
  let x = embedding(model, 'hook_embed', embeddings, inputIds, dModel);
  for (let layer = 0; layer < layers; layer++) {
    const parts = takeBlock(model, config, `${prefix}layers.${layer}`, activation, rotary);
    x = preNormBlock(model, layer, x, parts, mask, dModel);
  }
  const finalNorm = takeLayerNorm(model, `${prefix}final_layer_norm`, dModel, config.layer_norm_eps);
  const streams = { layers, last: x, norm: hookedLayerNorm(model, dModel, finalNorm) };
  x = streams.norm.apply('ln_final', x);
  x = model.hook('resid_final', x, ['batch', 'pos', dModel]);
  const expected = config.architectures && prefix !== '';
  languageModelHead(model, x, { streams, tied, embeddings, names, expected, vocabulary, dModel });

  return {
    causal: true,
    dimensions: {
      layers,
      heads,
      dModel,
      dHead,
      maxPositions,
      vocabularySize: vocabulary,
      tokenTypes: 0,
    },
    namespaces: [prefix, ...HEADS],
  };
}

function takeBlock(
  model: ModelBuilder,
  config: GptNeoxConfig,
  name: string,
  activation: Activation,
  rotary: Rotary,
): PreNormBlock {
  const { hidden_size: dModel, num_attention_heads: heads, intermediate_size: dMlp } = config;
  const { layer_norm_eps: epsilon, attention_bias: hasBias } = config;
  const dHead = dModel / heads;
  const shape = { heads, keyValueHeads: heads, dHead };
  const norm = (part: string) =>
    hookedLayerNorm(model, dModel, takeLayerNorm(model, `${name}.${part}`, dModel, epsilon));
  const fused = takeLinear(model, `${name}.attention.query_key_value`, dModel, 3 * dModel, hasBias);
  const layers = {
    up: takeLinear(model, `${name}.mlp.dense_h_to_4h`, dModel, dMlp),
    down: takeLinear(model, `${name}.mlp.dense_4h_to_h`, dMlp, dModel),
    activation,
    dMlp,
  };
  // Mask and frequencies, which older versions of transformers saved as buffers of each layer.
  const buffers = ['bias', 'masked_bias', 'rotary_emb.inv_freq'];
  model.weights.leave(...buffers.map((buffer) => `${name}.attention.${buffer}`));
  return {
    ln1: norm('input_layernorm'),
    attention: {
      projection: fusedProjection(model, fused, shape, 'by head'),
      output: takeLinear(model, `${name}.attention.dense`, dModel, dModel, hasBias),
      shape,
      rotary,
      scale: 1 / Math.sqrt(dHead),
    },
    ln2: norm('post_attention_layernorm'),
    feedForward: plainFeedForward(model, layers),
    residual: config.use_parallel_residual ? 'parallel' : 'sequential',
  };
}
