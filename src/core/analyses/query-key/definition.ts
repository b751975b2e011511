/**
 * The joint space of queries and keys (AttentionViz, Yeh et al. 2023; Chen 2023): at which scale distances tell q·k, which
 * attention comes of, and the queries and keys of a head as points of one picture. docs/science.md, "Queries and keys in one space".
 */
import type { AnalysisDefinition } from '../analysis.ts';
import { upTo } from '../up-to.ts';
import { queryKeyAbout } from './about.ts';
import { queryKeyName } from './name.ts';
import { queryKeyInputs, queryKeyOptions, type QueryKeyOptions } from './options.ts';
import { embeddingTable, scalesTable } from './tables.ts';
import { queryKeyFindings } from './words.ts';

export const queryKey = {
  ...queryKeyName,
  version: 1,
  summary:
    'At which scale the distance of a query and a key tells q·k, which attention comes of, head by head, and how they lie.',
  about: queryKeyAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: queryKeyInputs,
  suits: () => true,
  reads: (given, model, options) =>
    `Whole statements are drawn from ${given} and go through ${model}${upTo(options?.['tokens'], 'tokens')}.`,
  unit: 'heads',
  options: queryKeyOptions,
  example: 'pairlens analyze query-key --model all-MiniLM-L6-v2 --pairs negation --out DIR',
  tables: [scalesTable, embeddingTable],
  figures: [
    { name: 'c-grid', spec: { kind: 'query-key-map', quantity: 'weighted' } },
    { name: 'c-published', spec: { kind: 'query-key-map', quantity: 'scaled' } },
    { name: 'c-norms', spec: { kind: 'query-key-map', quantity: 'norm' } },
    { name: 'c-fine', spec: { kind: 'query-key-map', quantity: 'fine' } },
    { name: 'faithfulness', spec: { kind: 'query-key-map', quantity: 'faithful' } },
  ],
  findings: queryKeyFindings,
  answers: ['meets'],
} as const satisfies AnalysisDefinition<QueryKeyOptions>;
