import type { Value } from '../onnx/graph.ts';
import { add } from '../onnx/operators.ts';
import type { BertConfig } from './bert-config.ts';
import { embedding } from './inputs.ts';
import { layerNorm, takeLayerNorm } from './layer-norm.ts';
import type { ModelBuilder } from './model-builder.ts';

/**
 * The embeddings of BERT and RoBERTa, under `name`: the sum of those of tokens, token types and positions, normalised.
 * Parameters: embed.embed.W_E [vocabulary, dModel], embed.pos_embed.W_pos [position, dModel],
 * embed.token_type_embed.W_token_type [token type, dModel], embed.ln.w and embed.ln.b [dModel].
 * @param ids int64 [batch, pos] each, and the position that the first token has in the table
 * @returns [batch, pos, dModel]: the hook point hook_full_embed
 */
export function bertEmbeddings(
  model: ModelBuilder,
  config: BertConfig,
  name: string,
  wordEmbeddings: Value,
  ids: { readonly input: Value; readonly position: Value; readonly firstPosition: number },
): Value {
  const { graph, weights } = model;
  const { hidden_size: dModel, max_position_embeddings: positions, type_vocab_size: types } = config;
  const positionTable = weights.take([`${name}.position_embeddings.weight`], [positions, dModel]);
  const typeTable = weights.take([`${name}.token_type_embeddings.weight`], [types, dModel]);
  model.parameter('embed.embed.W_E', wordEmbeddings);
  model.parameter(
    'embed.pos_embed.W_pos',
    weights.view(positionTable).slice(0, ids.firstPosition, positions),
  );
  model.parameter('embed.token_type_embed.W_token_type', typeTable);
  const norm = takeLayerNorm(model, `${name}.LayerNorm`, dModel, config.layer_norm_eps);
  const typeIds = graph.input('token_type_ids', 'int64', ['batch', 'pos']);

  const token = embedding(model, 'embed.hook_embed', wordEmbeddings, ids.input, dModel);
  const position = embedding(model, 'embed.hook_pos_embed', positionTable, ids.position, dModel);
  const type = embedding(model, 'embed.hook_token_type_embed', typeTable, typeIds, dModel);
  const sum = add(graph, add(graph, token, type), position);
  return model.hook('hook_full_embed', layerNorm(model, 'embed.ln', sum, norm), ['batch', 'pos', dModel]);
}
