/**
 * BERT (Devlin et al. 2019): an encoder with post-layer-normalisation blocks.
 *
 *   hook_full_embed              LN(token + token type + position)
 *   blocks.{l}.…                 post-norm-block.ts, attention.ts and mlp.ts describe their hook points
 *   resid_final                  what leaves the last block: its normalized_resid_post
 *   logits                       of the masked-LM head, where the checkpoint has one
 *
 * Names and meanings are those of TransformerLens' BertBlock and BertEmbed. All are [batch, pos, dModel], logits
 * [batch, pos, vocabulary]. The pooler and heads of other tasks are left out: nothing reads them.
 */
import type { Value } from '../onnx/graph.ts';
import { positionsLike } from '../onnx/operators.ts';
import { activationByName } from './activations.ts';
import type { BuiltModel } from './architecture.ts';
import { type BertConfig, bertConfig, refuseUnlessEncoder } from './bert-config.ts';
import { bertEmbeddings } from './bert-embeddings.ts';
import { bertLayers } from './bert-layers.ts';
import { parseConfig, wholeQuotient } from './config.ts';
import { tokenInputs } from './inputs.ts';
import { takeLayerNorm } from './layer-norm.ts';
import { takeLinear } from './linear.ts';
import { paddingMask } from './masks.ts';
import type { ModelBuilder } from './model-builder.ts';
import { maskedLanguageModelHead } from './unembedding.ts';

/** The parameters of the encoder go by their bare name, or under `bert.` when a head was saved with them. */
const PREFIXES = ['bert.', ''];
const HEAD = 'cls.predictions.';

export function buildBert(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  return buildBertUnder(PREFIXES, rawConfig, model);
}

/**
 * A model that computes as BERT does, with its parameters under other names.
 * @param prefixes what the names of the encoder's parameters may begin with
 */
export function buildBertUnder(
  prefixes: readonly string[],
  rawConfig: Readonly<Record<string, unknown>>,
  model: ModelBuilder,
): BuiltModel {
  const config = parseConfig(bertConfig, rawConfig);
  refuseUnlessEncoder(config);
  const { hidden_size: dModel, num_attention_heads: heads, num_hidden_layers: layers } = config;
  const dHead = wholeQuotient('hidden_size', dModel, 'num_attention_heads', heads);
  const activation = activationByName('hidden_act', config.hidden_act);

  const { weights } = model;
  const prefix = weights.prefix(prefixes, 'embeddings.word_embeddings.weight');
  const wordEmbeddings = weights.take(
    [`${prefix}embeddings.word_embeddings.weight`],
    [config.vocab_size, dModel],
  );
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = paddingMask(model, attentionMask);
  const ids = { input: inputIds, position: positionsLike(model.graph, inputIds), firstPosition: 0 };
  const embedded = bertEmbeddings(model, config, `${prefix}embeddings`, wordEmbeddings, ids);
  const final = bertLayers(model, prefix, config, activation, embedded, mask);
  if (weights.has(`${HEAD}transform.dense.weight`)) bertHead(model, config, wordEmbeddings, final);
  weights.leave(
    ...['position_ids', 'token_type_ids'].map((buffer) => `${prefix}embeddings.${buffer}`),
    ...['weight', 'bias'].map((part) => `${prefix}pooler.dense.${part}`),
  );

  return {
    causal: false,
    dimensions: {
      layers,
      heads,
      dModel,
      dHead,
      maxPositions: config.max_position_embeddings,
      vocabularySize: config.vocab_size,
      tokenTypes: config.type_vocab_size,
    },
    namespaces: [prefix, HEAD],
  };
}

/** The decoder of the head is the word embeddings, or, where it is not tied, a matrix of its own. */
function bertHead(model: ModelBuilder, config: BertConfig, wordEmbeddings: Value, x: Value): void {
  const { weights } = model;
  const { hidden_size: dModel, vocab_size: vocabulary, tie_word_embeddings: tied } = config;
  const decoder = `${HEAD}decoder.weight`;
  const biases = [`${HEAD}bias`, `${HEAD}decoder.bias`];
  if (tied) weights.leave(decoder);
  maskedLanguageModelHead(model, x, {
    layers: config.num_hidden_layers,
    transform: takeLinear(model, `${HEAD}transform.dense`, dModel, dModel),
    activation: activationByName('hidden_act', config.hidden_act),
    norm: takeLayerNorm(model, `${HEAD}transform.LayerNorm`, dModel, config.layer_norm_eps),
    unembedding: {
      weight: tied ? wordEmbeddings : weights.take([decoder], [vocabulary, dModel]),
      bias: weights.take(tied ? biases : biases.toReversed(), [vocabulary]),
      vocabulary,
      dModel,
    },
  });
}
