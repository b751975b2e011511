/**
 * Bigrams of the weights (Elhage et al. 2021, zero layers): what follows a token and what predicts it by W_E W_U alone.
 * docs/analyses/bigrams.md.
 */
import { isDecoder } from '../../architectures/decoders.ts';
import type { AnalysisDefinition } from '../analysis.ts';
import { upTo } from '../up-to.ts';
import { bigramsAbout } from './about.ts';
import { bigramsName } from './name.ts';
import { bigramsIds, bigramsOptions, type BigramsOptions } from './options.ts';
import { bigramsTable, countsTable } from './tables.ts';
import { bigramsFindings } from './words.ts';

export const bigrams = {
  ...bigramsName,
  version: 1,
  summary:
    'What follows a token and what predicts it by embeddings and unembedding alone, and how that stands to counts of texts.',
  about: bigramsAbout,
  takes: ['model', 'texts', 'ids'],
  ids: bigramsIds,
  suits: ({ architecture }) => isDecoder(architecture),
  unsuited: 'no decoder',
  foretells: true,
  takesNoLayers: true,
  reads: (given, model, options) =>
    `The weights of ${model} are read. Tokens of ${given} are counted${upTo(options?.['textTokens'], 'tokens')}; none goes through it.`,
  unit: 'parts of the vocabulary',
  options: bigramsOptions,
  example: 'pairlens analyze bigrams --model attn-only-0l --out DIR',
  tables: [bigramsTable, countsTable],
  figures: [
    { name: 'counts', spec: { kind: 'bigrams-counts' }, needs: 'bigrams.pair_id' },
    { name: 'embeddings', spec: { kind: 'bigrams-points' }, needs: 'bigrams.points' },
  ],
  findings: bigramsFindings,
} as const satisfies AnalysisDefinition<BigramsOptions>;
