/** What config.json says of a BERT, and of RoBERTa, which has the same fields. */
import { z } from 'zod';
import { refuseUnless, size } from './config.ts';

/** Defaults are those of transformers' BertConfig, for fields that a checkpoint may leave out. */
export const bertConfig = z.object({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  max_position_embeddings: size,
  type_vocab_size: size.default(2),
  hidden_act: z.string().default('gelu'),
  layer_norm_eps: z.number().min(0).default(1e-12),
  position_embedding_type: z.string().default('absolute'),
  tie_word_embeddings: z.boolean().default(true),
  is_decoder: z.boolean().default(false),
  add_cross_attention: z.boolean().default(false),
});
export type BertConfig = z.output<typeof bertConfig>;

/** @throws CoreError MODEL_UNSUPPORTED naming what asks for another model than the encoder */
export function refuseUnlessEncoder(config: BertConfig): void {
  refuseUnless('position_embedding_type', config.position_embedding_type, 'absolute');
  refuseUnless('is_decoder', config.is_decoder, false);
  refuseUnless('add_cross_attention', config.add_cross_attention, false);
}
