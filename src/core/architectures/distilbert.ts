/**
 * DistilBERT (Sanh et al. 2019): BERT's blocks without token types, under other names.
 *
 *   hook_full_embed              LN(token + position)
 *   blocks.{l}.…                 post-norm-block.ts, attention.ts and mlp.ts describe their hook points
 *   resid_final                  what leaves the last block: its normalized_resid_post
 *   logits                       of the masked-LM head, where the checkpoint has one
 */
import { z } from 'zod';
import type { Value } from '../onnx/graph.ts';
import { add, positionsLike } from '../onnx/operators.ts';
import { type Activation, activationByName } from './activations.ts';
import type { BuiltModel } from './architecture.ts';
import { parseConfig, size, wholeQuotient } from './config.ts';
import { embedding, tokenInputs } from './inputs.ts';
import { layerNorm, takeLayerNorm } from './layer-norm.ts';
import { takeLinear } from './linear.ts';
import { paddingMask } from './masks.ts';
import type { ModelBuilder } from './model-builder.ts';
import { type PostNormBlock, postNormBlock } from './post-norm-block.ts';
import { separateProjections } from './projections.ts';
import { maskedLanguageModelHead } from './unembedding.ts';

/**
 * Defaults are those of transformers' DistilBertConfig. `sinusoidal_pos_embds` only says what the table of positions
 * began as: the checkpoint holds it either way.
 */
const distilbertConfig = z.object({
  vocab_size: size,
  dim: size,
  n_layers: size,
  n_heads: size,
  hidden_dim: size,
  max_position_embeddings: size,
  activation: z.string().default('gelu'),
  tie_word_embeddings: z.boolean().default(true),
});
type DistilbertConfig = z.output<typeof distilbertConfig>;

const PREFIXES = ['distilbert.', ''];
const WORD_EMBEDDINGS = 'embeddings.word_embeddings.weight';
/** The config has no field for it: DistilBERT's layers are made with this one. */
const EPSILON = 1e-12;

export function buildDistilbert(
  rawConfig: Readonly<Record<string, unknown>>,
  model: ModelBuilder,
): BuiltModel {
  const config = parseConfig(distilbertConfig, rawConfig);
  const { dim: dModel, n_heads: heads, n_layers: layers, vocab_size: vocabulary } = config;
  const dHead = wholeQuotient('dim', dModel, 'n_heads', heads);
  const activation = activationByName('activation', config.activation);

  const { weights } = model;
  const prefix = weights.prefix(PREFIXES, WORD_EMBEDDINGS);
  const wordEmbeddings = weights.take([prefix + WORD_EMBEDDINGS], [vocabulary, dModel]);
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = paddingMask(model, attentionMask);
  let x = embed(model, config, `${prefix}embeddings`, wordEmbeddings, inputIds);
  for (let layer = 0; layer < layers; layer++) {
    const parts = takeBlock(model, config, `${prefix}transformer.layer.${layer}`, activation);
    x = postNormBlock(model, layer, x, parts, mask, dModel);
  }
  x = model.hook('resid_final', x, ['batch', 'pos', dModel]);
  if (weights.has('vocab_transform.weight')) head(model, config, activation, wordEmbeddings, x);
  weights.leave(`${prefix}embeddings.position_ids`);

  return {
    causal: false,
    dimensions: {
      layers,
      heads,
      dModel,
      dHead,
      maxPositions: config.max_position_embeddings,
      vocabularySize: vocabulary,
      tokenTypes: 0,
    },
    namespaces: [prefix, 'vocab_'],
  };
}

/** Sum of the two embeddings, normalised: [batch, pos, dModel]. */
function embed(
  model: ModelBuilder,
  { dim: dModel, max_position_embeddings: positions }: DistilbertConfig,
  name: string,
  wordEmbeddings: Value,
  inputIds: Value,
): Value {
  const { graph, weights } = model;
  const positionTable = weights.take([`${name}.position_embeddings.weight`], [positions, dModel]);
  model.parameter('embed.embed.W_E', wordEmbeddings);
  model.parameter('embed.pos_embed.W_pos', positionTable);
  const norm = takeLayerNorm(model, `${name}.LayerNorm`, dModel, EPSILON);
  const token = embedding(model, 'embed.hook_embed', wordEmbeddings, inputIds, dModel);
  const positionIds = positionsLike(graph, inputIds);
  const position = embedding(model, 'embed.hook_pos_embed', positionTable, positionIds, dModel);
  const normalised = layerNorm(model, 'embed.ln', add(graph, token, position), norm);
  return model.hook('hook_full_embed', normalised, ['batch', 'pos', dModel]);
}

function takeBlock(
  model: ModelBuilder,
  { dim: dModel, n_heads: heads, hidden_dim: dMlp }: DistilbertConfig,
  name: string,
  activation: Activation,
): PostNormBlock {
  const shape = { heads, keyValueHeads: heads, dHead: dModel / heads };
  const square = (part: string) => takeLinear(model, `${name}.attention.${part}`, dModel, dModel);
  const projections = { query: square('q_lin'), key: square('k_lin'), value: square('v_lin') };
  return {
    attention: {
      projection: separateProjections(model, projections, shape),
      output: square('out_lin'),
      shape,
      scale: 1 / Math.sqrt(shape.dHead),
    },
    ln1: takeLayerNorm(model, `${name}.sa_layer_norm`, dModel, EPSILON),
    mlp: {
      up: takeLinear(model, `${name}.ffn.lin1`, dModel, dMlp),
      down: takeLinear(model, `${name}.ffn.lin2`, dMlp, dModel),
      activation,
      dMlp,
    },
    ln2: takeLayerNorm(model, `${name}.output_layer_norm`, dModel, EPSILON),
  };
}

function head(
  model: ModelBuilder,
  { n_layers: layers, dim: dModel, vocab_size: vocabulary, tie_word_embeddings: tied }: DistilbertConfig,
  activation: Activation,
  wordEmbeddings: Value,
  x: Value,
): void {
  const { weights } = model;
  if (tied) weights.leave('vocab_projector.weight');
  maskedLanguageModelHead(model, x, {
    layers,
    transform: takeLinear(model, 'vocab_transform', dModel, dModel),
    activation,
    norm: takeLayerNorm(model, 'vocab_layer_norm', dModel, EPSILON),
    unembedding: {
      weight: tied ? wordEmbeddings : weights.take(['vocab_projector.weight'], [vocabulary, dModel]),
      bias: weights.take(['vocab_projector.bias'], [vocabulary]),
      vocabulary,
      dModel,
    },
  });
}
