/**
 * Llama (Touvron et al. 2023) and models of its shape: a decoder with RMS normalisation, rotary positions, grouped
 * key-value heads and a gated MLP.
 *
 *   hook_embed                   enters the first block
 *   blocks.{l}.…                 pre-norm-block.ts, attention.ts, rms-norm.ts and gated-mlp.ts describe their hook points
 *   ln_final.hook_scale, ln_final.hook_normalized    of the last normalisation; resid_final is what leaves it
 *   logits                       the dot products with lm_head.weight, or with the embeddings where it is tied
 */
import { z } from 'zod';
import { type Activation, activationByName } from './activations.ts';
import type { BuiltModel } from './architecture.ts';
import { optional, parseConfig, refuseUnless, savedAsDecoder, size, wholeQuotient } from './config.ts';
import { gatedMlp } from './gated-mlp.ts';
import { embedding, tokenInputs } from './inputs.ts';
import { takeLinear } from './linear.ts';
import { causalMask } from './masks.ts';
import type { ModelBuilder } from './model-builder.ts';
import { type PreNormBlock, preNormBlock } from './pre-norm-block.ts';
import { type HeadShape, separateProjections } from './projections.ts';
import { hookedRmsNorm } from './rms-norm.ts';
import { type Rotary, rotaryTables } from './rotary.ts';
import { rotaryFrequencies } from './rotary-frequencies.ts';
import { languageModelHead } from './unembedding.ts';

/** Defaults are those of transformers' LlamaConfig, for fields that a checkpoint may leave out. */
const llamaConfig = z.object({
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  max_position_embeddings: size.default(2048),
  hidden_act: z.string().default('silu'),
  rms_norm_eps: z.number().min(0).default(1e-6),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(false),
  partial_rotary_factor: optional(z.number().positive().max(1), 1),
  rope_interleaved: optional(z.boolean(), false),
  sliding_window: size.nullish(),
  use_sliding_window: optional(z.boolean(), true),
  architectures: savedAsDecoder,
});
type LlamaConfig = z.output<typeof llamaConfig>;

const PREFIXES = ['model.', ''];
const HEAD = 'lm_head.';

export function buildLlama(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  return buildLlamaWith(rawConfig, model, { windowed: false, outputBias: null });
}

export interface LlamaVariant {
  /** Attention may be to a window; texts are then taken up to its length, within which it changes nothing. */
  readonly windowed: boolean;
  /** Of the output of attention; null: as attention_bias says of all four projections. */
  readonly outputBias: boolean | null;
}

/** A decoder of Llama's shape. @throws as {@link buildLlama} */
export function buildLlamaWith(
  rawConfig: Readonly<Record<string, unknown>>,
  model: ModelBuilder,
  variant: LlamaVariant,
): BuiltModel {
  const config = parseConfig(llamaConfig, rawConfig);
  refuseUnless('rope_interleaved', config.rope_interleaved, false);
  const window = config.use_sliding_window ? (config.sliding_window ?? null) : null;
  if (!variant.windowed) refuseUnless('sliding_window', window, null);
  const { hidden_size: dModel, num_hidden_layers: layers, vocab_size: vocabulary } = config;
  const { max_position_embeddings: maxPositions, tie_word_embeddings: tied } = config;
  const shape = headShape(config);
  const { heads, dHead } = shape;
  const activation = activationByName('hidden_act', config.hidden_act);
  const rotaryShape = { dHead, maxPositions, theta: 10_000, share: config.partial_rotary_factor };
  const frequencies = rotaryFrequencies(rawConfig, rotaryShape);
  refuseUnless('partial_rotary_factor', (2 * frequencies.frequencies.length) / dHead, 1);

  const { weights } = model;
  const prefix = weights.prefix(PREFIXES, 'norm.weight');
  const names = [`${HEAD}weight`];
  const embeddings = weights.take(
    [`${prefix}embed_tokens.weight`, ...(tied ? names : [])],
    [vocabulary, dModel],
  );
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = causalMask(model, attentionMask);
  const rotary = rotaryTables(model, inputIds, frequencies, dHead);

  model.parameter('embed.W_E', embeddings);
  let x = embedding(model, 'hook_embed', embeddings, inputIds, dModel);
  for (let layer = 0; layer < layers; layer++) {
    const parts = takeBlock(model, config, variant, `${prefix}layers.${layer}`, activation, shape, rotary);
    x = preNormBlock(model, layer, x, parts, mask, dModel);
  }
  const finalNorm = hookedRmsNorm(model, `${prefix}norm.weight`, dModel, config.rms_norm_eps);
  const streams = { layers, last: x, norm: finalNorm };
  x = finalNorm.apply('ln_final', x);
  x = model.hook('resid_final', x, ['batch', 'pos', dModel]);
  const expected = config.architectures && prefix !== '';
  languageModelHead(model, x, { streams, tied, embeddings, names, expected, vocabulary, dModel });
  weights.leave(`${prefix}rotary_emb.inv_freq`);

  return {
    causal: true,
    dimensions: {
      layers,
      heads,
      dModel,
      dHead,
      maxPositions: Math.min(maxPositions, window ?? maxPositions),
      vocabularySize: vocabulary,
      tokenTypes: 0,
    },
    namespaces: [prefix, HEAD],
  };
}

function headShape(config: LlamaConfig): HeadShape {
  const { hidden_size: dModel, num_attention_heads: heads } = config;
  const keyValueHeads = config.num_key_value_heads ?? heads;
  wholeQuotient('num_attention_heads', heads, 'num_key_value_heads', keyValueHeads);
  const dHead = config.head_dim ?? wholeQuotient('hidden_size', dModel, 'num_attention_heads', heads);
  return { heads, keyValueHeads, dHead };
}

function takeBlock(
  model: ModelBuilder,
  config: LlamaConfig,
  { outputBias }: LlamaVariant,
  name: string,
  activation: Activation,
  shape: HeadShape,
  rotary: Rotary,
): PreNormBlock {
  const { hidden_size: dModel, intermediate_size: dMlp, rms_norm_eps: epsilon, mlp_bias } = config;
  const { attention_bias } = config;
  const { heads, keyValueHeads, dHead } = shape;
  const norm = (part: string) => hookedRmsNorm(model, `${name}.${part}.weight`, dModel, epsilon);
  const project = (part: string, sizeIn: number, sizeOut: number, hasBias = attention_bias) =>
    takeLinear(model, `${name}.self_attn.${part}`, sizeIn, sizeOut, hasBias);
  const projections = {
    query: project('q_proj', dModel, heads * dHead),
    key: project('k_proj', dModel, keyValueHeads * dHead),
    value: project('v_proj', dModel, keyValueHeads * dHead),
  };
  const layers = {
    gate: takeLinear(model, `${name}.mlp.gate_proj`, dModel, dMlp, mlp_bias),
    up: takeLinear(model, `${name}.mlp.up_proj`, dModel, dMlp, mlp_bias),
    down: takeLinear(model, `${name}.mlp.down_proj`, dMlp, dModel, mlp_bias),
    activation,
    dMlp,
  };
  // The frequencies, which older versions of transformers saved as a buffer of each layer.
  model.weights.leave(`${name}.self_attn.rotary_emb.inv_freq`);
  return {
    ln1: norm('input_layernorm'),
    attention: {
      projection: separateProjections(model, projections, shape),
      output: project('o_proj', heads * dHead, dModel, outputBias ?? attention_bias),
      shape,
      rotary,
      scale: 1 / Math.sqrt(dHead),
    },
    ln2: norm('post_attention_layernorm'),
    feedForward: { apply: (block, x) => gatedMlp(model, block, x, layers), mlp: null },
    residual: 'sequential',
  };
}
