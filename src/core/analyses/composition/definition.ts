/**
 * Composition of heads (Elhage et al. 2021): how much of what a head writes the queries, keys and values of later heads read.
 * docs/analyses/composition.md.
 */
import type { AnalysisDefinition } from '../analysis.ts';
import { compositionAbout } from './about.ts';
import { compositionName } from './name.ts';
import { compositionIds, compositionOptions, type CompositionOptions } from './options.ts';
import { compositionTable, rawCompositionTable } from './tables.ts';
import { compositionFindings } from './words.ts';

export const composition = {
  ...compositionName,
  version: 1,
  summary:
    'Which heads could read what which heads write: queries, keys and values, off the weights, against random matrices.',
  about: compositionAbout,
  takes: ['model', 'ids'],
  ids: compositionIds,
  suits: () => true,
  unit: 'parts',
  options: compositionOptions,
  example: 'pairlens analyze composition --model attn-only-2l --out DIR',
  tables: [compositionTable, rawCompositionTable],
  figures: [
    { name: 'graph', spec: { kind: 'composition-graph' } },
    { name: 'matrix-q', spec: { kind: 'composition-matrix', of: 'q' } },
    { name: 'matrix-k', spec: { kind: 'composition-matrix', of: 'k' } },
    { name: 'matrix-v', spec: { kind: 'composition-matrix', of: 'v' } },
  ],
  findings: compositionFindings,
} as const satisfies AnalysisDefinition<CompositionOptions>;
