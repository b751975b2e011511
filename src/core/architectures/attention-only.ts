/**
 * Attention-only decoders, in which circuits can be read off the weights (Elhage et al. 2021): embeddings, attention
 * layers without MLP (there may be none), and an unembedding. A family of this project: config.json has the fields below,
 * and parameters have the names and shapes of TransformerLens.
 *
 *   hook_embed, hook_pos_embed   their sum (or the first alone) enters the first layer
 *   blocks.{l}.hook_resid_pre, .hook_attn_out, .hook_resid_post = resid_pre + attn_out; attention.ts describes the others
 *   resid_final                  what leaves the last layer, normalised where there is normalisation
 *   logits                       resid_final · W_U (+ b_U)
 */
import { z } from 'zod';
import type { Value } from '../onnx/graph.ts';
import { add, gather, positionsLike, reshape, transpose } from '../onnx/operators.ts';
import type { BuiltModel } from './architecture.ts';
import { type Attention, selfAttention } from './attention.ts';
import { blockNorms } from './block-norms.ts';
import { parseConfig, size } from './config.ts';
import { blockName, type StreamPlace } from './hook-names.ts';
import { embedding, tokenInputs } from './inputs.ts';
import { hookedLayerNorm, type HookedNorm } from './layer-norm.ts';
import { declareLinear, type Linear, linear } from './linear.ts';
import { exposeLens, normalised } from './lens.ts';
import { dotProducts, exposeLogits } from './logits.ts';
import { causalMask } from './masks.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { ProjectionParameter } from './parameter-names.ts';
import type { ParameterView } from './parameter-view.ts';
import { PARTS, projectSeparately } from './projections.ts';

const attentionOnlyConfig = z.object({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: z.int().min(0),
  num_attention_heads: size,
  head_dim: size,
  max_position_embeddings: size,
  position_embedding: z.enum(['learned', 'none']),
  /** 'pre': a LayerNorm before each attention and before the unembedding. */
  normalization: z.enum(['none', 'pre']),
  layer_norm_eps: z.number().min(0),
  attention_bias: z.boolean(),
  unembedding_bias: z.boolean(),
});
type AttentionOnlyConfig = z.output<typeof attentionOnlyConfig>;

export function buildAttentionOnly(
  rawConfig: Readonly<Record<string, unknown>>,
  model: ModelBuilder,
): BuiltModel {
  const config = parseConfig(attentionOnlyConfig, rawConfig);
  const { hidden_size: dModel, num_hidden_layers: layers, vocab_size: vocabulary } = config;
  const { graph, weights } = model;
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = causalMask(model, attentionMask);

  let x = embed(model, config, inputIds);
  for (let layer = 0; layer < layers; layer++) {
    const block = blockName(layer);
    const stream = (hook: StreamPlace, value: Value) =>
      model.hook(`${block}.${hook}`, value, ['batch', 'pos', dModel]);
    const residPre = stream('hook_resid_pre', x);
    const read = takeNorm(model, config, `${block}.ln1`).apply(`${block}.ln1`, residPre);
    const attention = takeAttention(model, config, `${block}.attn`);
    const attnOut = stream('hook_attn_out', selfAttention(model, block, read, attention, mask));
    x = stream('hook_resid_post', add(graph, residPre, attnOut));
    blockNorms(model, layer, { attention, dModel, then: null });
  }
  const finalNorm = takeNorm(model, config, 'ln_final');
  const final = model.hook('resid_final', finalNorm.apply('ln_final', x), ['batch', 'pos', dModel]);
  const unembedding = {
    weight: weights.take(['unembed.W_U'], [dModel, vocabulary]),
    bias: config.unembedding_bias ? weights.take(['unembed.b_U'], [vocabulary]) : null,
  };
  declareLinear(model, 'unembed', 'U', unembedding);
  exposeLogits(model, {
    vocabulary,
    all: () => linear(model, final, unembedding),
    chosen: (ids) => {
      const columns = transpose(graph, gather(graph, unembedding.weight, ids, 1), [1, 2, 3, 0]);
      const products = dotProducts(model, final, columns);
      return unembedding.bias ? add(graph, products, gather(graph, unembedding.bias, ids)) : products;
    },
  });
  exposeLens(model, {
    layers,
    last: x,
    vocabulary,
    logitsOf: (stream) => linear(model, normalised(model, stream, finalNorm.frozen), unembedding),
  });

  return {
    causal: true,
    dimensions: {
      layers,
      dModel,
      heads: config.num_attention_heads,
      dHead: config.head_dim,
      maxPositions: config.max_position_embeddings,
      vocabularySize: vocabulary,
      tokenTypes: 0,
    },
    namespaces: [''],
  };
}

function embed(model: ModelBuilder, config: AttentionOnlyConfig, inputIds: Value): Value {
  const { graph, weights } = model;
  const { vocab_size: vocabulary, hidden_size: dModel, max_position_embeddings: context } = config;
  const tokens = weights.take(['embed.W_E'], [vocabulary, dModel]);
  model.parameter('embed.W_E', tokens);
  const token = embedding(model, 'hook_embed', tokens, inputIds, dModel);
  if (config.position_embedding === 'none') return token;
  const positions = weights.take(['pos_embed.W_pos'], [context, dModel]);
  model.parameter('pos_embed.W_pos', positions);
  return add(
    graph,
    token,
    embedding(model, 'hook_pos_embed', positions, positionsLike(graph, inputIds), dModel),
  );
}

function takeNorm(model: ModelBuilder, config: AttentionOnlyConfig, name: string): HookedNorm {
  if (config.normalization === 'none') return { apply: (_hooks, x) => x, frozen: null };
  const { hidden_size: dModel, layer_norm_eps: epsilon } = config;
  const take = (part: string) => model.weights.take([`${name}.${part}`], [dModel]);
  return hookedLayerNorm(model, dModel, { scale: take('w'), shift: take('b'), epsilon });
}

function takeAttention(model: ModelBuilder, config: AttentionOnlyConfig, name: string): Attention {
  const { graph, weights } = model;
  const { hidden_size: dModel, num_attention_heads: heads, head_dim: dHead, attention_bias } = config;
  const shape = { heads, keyValueHeads: heads, dHead };
  const width = heads * dHead;
  const take = (part: string) => weights.take([`${name}.W_${part}`], [heads, dModel, dHead]);
  const takeBias = (part: string) =>
    attention_bias ? weights.take([`${name}.b_${part}`], [heads, dHead]) : null;
  /** [dModel, head * dHead]; ONNX Runtime brings it into that order once, when the graph is opened. */
  const sideBySide = (weight: Value) => reshape(graph, transpose(graph, weight, [1, 0, 2]), [dModel, width]);
  const project = (part: string): Linear => {
    const weight = sideBySide(take(part));
    const bias = takeBias(part);
    return { weight, bias: bias && reshape(graph, bias, [width]) };
  };
  const projections = { query: project('Q'), key: project('K'), value: project('V') };
  const parameters = new Map<ProjectionParameter, ParameterView>();
  for (const part of PARTS) {
    parameters.set(`W_${part}`, weights.view(take(part)));
    const bias = takeBias(part);
    if (bias) parameters.set(`b_${part}`, weights.view(bias));
  }
  return {
    projection: { project: projectSeparately(model, projections, shape), parameters },
    output: {
      weight: weights.reshaped(weights.take([`${name}.W_O`], [heads, dHead, dModel]), [width, dModel]),
      bias: attention_bias ? weights.take([`${name}.b_O`], [dModel]) : null,
    },
    shape,
    scale: 1 / Math.sqrt(dHead),
  };
}
