/**
 * GPT-2 (Radford et al. 2019): a decoder with pre-layer-normalisation blocks and learned positions.
 *
 *   hook_embed, hook_pos_embed   their sum enters the first block
 *   blocks.{l}.…                 pre-norm-block.ts, attention.ts and mlp.ts describe their hook points
 *   ln_final.hook_normalized     what leaves the last block, normalised; resid_final is the same
 *   logits                       the dot products with the embeddings, or with lm_head.weight where it is not tied
 */
import { z } from 'zod';
import { add, positionsLike } from '../onnx/operators.ts';
import { type Activation, activationByName } from './activations.ts';
import type { BuiltModel } from './architecture.ts';
import { parseConfig, refuseUnless, savedAsDecoder, size, wholeQuotient } from './config.ts';
import { embedding, tokenInputs } from './inputs.ts';
import { hookedLayerNorm, takeLayerNorm } from './layer-norm.ts';
import { takeConv1d } from './linear.ts';
import { causalMask } from './masks.ts';
import { plainFeedForward } from './mlp.ts';
import type { ModelBuilder } from './model-builder.ts';
import { type PreNormBlock, preNormBlock } from './pre-norm-block.ts';
import { fusedProjection } from './projections.ts';
import { languageModelHead } from './unembedding.ts';

/**
 * Defaults are those of transformers' GPT2Config. `reorder_and_upcast_attn` changes how numbers are rounded in training
 * at half precision; in float32 it makes no difference.
 */
const gpt2Config = z.object({
  vocab_size: size,
  n_embd: size,
  n_layer: size,
  n_head: size,
  n_positions: size,
  n_inner: size.nullish(),
  activation_function: z.string().default('gelu_new'),
  layer_norm_epsilon: z.number().min(0).default(1e-5),
  scale_attn_weights: z.boolean().default(true),
  scale_attn_by_inverse_layer_idx: z.boolean().default(false),
  add_cross_attention: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(true),
  architectures: savedAsDecoder,
});
type Gpt2Config = z.output<typeof gpt2Config>;

const PREFIXES = ['transformer.', ''];
const HEAD = 'lm_head.';

export function buildGpt2(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  const config = parseConfig(gpt2Config, rawConfig);
  refuseUnless('add_cross_attention', config.add_cross_attention, false);
  const { n_embd: dModel, n_layer: layers, n_head: heads, vocab_size: vocabulary } = config;
  const { n_positions: maxPositions, tie_word_embeddings: tied } = config;
  const dHead = wholeQuotient('n_embd', dModel, 'n_head', heads);
  const activation = activationByName('activation_function', config.activation_function);

  const { graph, weights } = model;
  const prefix = weights.prefix(PREFIXES, 'wpe.weight');
  const embeddings = weights.take(
    [`${prefix}wte.weight`, ...(tied ? [`${HEAD}weight`] : [])],
    [vocabulary, dModel],
  );
  const positionTable = weights.take([`${prefix}wpe.weight`], [maxPositions, dModel]);
  model.parameter('embed.W_E', embeddings);
  model.parameter('pos_embed.W_pos', positionTable);
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = causalMask(model, attentionMask);

  const token = embedding(model, 'hook_embed', embeddings, inputIds, dModel);
  const position = embedding(model, 'hook_pos_embed', positionTable, positionsLike(graph, inputIds), dModel);
  let x = add(graph, token, position);
  for (let layer = 0; layer < layers; layer++) {
    const parts = takeBlock(model, config, `${prefix}h.${layer}`, layer, activation);
    x = preNormBlock(model, layer, x, parts, mask, dModel);
  }
  const finalNorm = takeLayerNorm(model, `${prefix}ln_f`, dModel, config.layer_norm_epsilon);
  const streams = { layers, last: x, norm: hookedLayerNorm(model, dModel, finalNorm) };
  x = streams.norm.apply('ln_final', x);
  x = model.hook('resid_final', x, ['batch', 'pos', dModel]);
  const names = [`${HEAD}weight`];
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
    namespaces: [prefix, HEAD],
  };
}

function takeBlock(
  model: ModelBuilder,
  config: Gpt2Config,
  name: string,
  layer: number,
  activation: Activation,
): PreNormBlock {
  const { n_embd: dModel, n_head: heads, layer_norm_epsilon: epsilon } = config;
  const dMlp = config.n_inner ?? 4 * dModel;
  const dHead = dModel / heads;
  const shape = { heads, keyValueHeads: heads, dHead };
  const norm = (part: string) =>
    hookedLayerNorm(model, dModel, takeLayerNorm(model, `${name}.${part}`, dModel, epsilon));
  const fused = takeConv1d(model, `${name}.attn.c_attn`, dModel, 3 * dModel);
  const layers = {
    up: takeConv1d(model, `${name}.mlp.c_fc`, dModel, dMlp),
    down: takeConv1d(model, `${name}.mlp.c_proj`, dMlp, dModel),
    activation,
    dMlp,
  };
  // The causal mask, which older versions of transformers saved as a buffer of each layer.
  model.weights.leave(`${name}.attn.bias`, `${name}.attn.masked_bias`);
  return {
    ln1: norm('ln_1'),
    attention: {
      projection: fusedProjection(model, fused, shape, 'by part'),
      output: takeConv1d(model, `${name}.attn.c_proj`, dModel, dModel),
      shape,
      scale:
        (config.scale_attn_weights ? 1 / Math.sqrt(dHead) : 1) /
        (config.scale_attn_by_inverse_layer_idx ? layer + 1 : 1),
    },
    ln2: norm('ln_2'),
    feedForward: plainFeedForward(model, layers),
    residual: 'sequential',
  };
}
