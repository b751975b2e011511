/**
 * ELECTRA (Clark et al. 2020), where its embeddings are as wide as its layers: the encoder is BERT's. Of its heads, which tell
 * replaced tokens or generate them, none is computed, so there are no logits.
 */
import { z } from 'zod';
import type { BuiltModel } from './architecture.ts';
import { buildBertUnder } from './bert.ts';
import { parseConfig, refuseUnless, size } from './config.ts';
import type { ModelBuilder } from './model-builder.ts';

const PREFIXES = ['electra.', ''];

/** Defaults are those of transformers' ElectraConfig, for fields that a checkpoint may leave out. */
const electraConfig = z.object({ embedding_size: size.default(128), hidden_size: size.default(256) });

export function buildElectra(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  const { embedding_size: embedding, hidden_size: hidden } = parseConfig(electraConfig, rawConfig);
  refuseUnless('embedding_size', embedding, hidden);
  return buildBertUnder(PREFIXES, rawConfig, model);
}
