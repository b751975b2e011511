/**
 * Norms (Kobayashi et al. 2020, 2021, 2024): how long the vectors are that tokens bring to each other, beside the weights.
 * docs/science.md, Norms.
 */
import type { AnalysisDefinition, AnalysisTable } from '../analysis.ts';
import { normsAbout } from './about.ts';
import { normsHeads } from './heads.ts';
import { normsInputs } from './inputs.ts';
import { mixingRows } from './methods.ts';
import { normsName } from './name.ts';
import { normsOfHeads } from './of-heads.ts';
import { normsOptions, type NormsOptions } from './options.ts';
import { normsFindings } from './words.ts';

/** n: texts, or of token ids all tokens, whose mean has no interval. */
const mixing: AnalysisTable = {
  name: 'mixing',
  columns: ['layer', 'method', 'n', 'mean', 'ci_low', 'ci_high'],
  rows: (result) =>
    mixingRows(result).map(({ layer, method, n, ratio: { mean, low, high } }) => [
      layer,
      method,
      n,
      mean,
      low,
      high,
    ]),
};

const heads: AnalysisTable = {
  name: 'heads',
  columns: ['layer', 'head', 'quantity', 'n', 'mean', 'ci_low', 'ci_high', 'p', 'q', 'verdict'],
  rows: (result) =>
    normsHeads(result).map(({ layer, head, n, correlation: { mean, low, high }, p, q, verdict }) => [
      layer,
      head,
      'weight_norm_correlation',
      n,
      mean,
      low,
      high,
      p,
      q,
      verdict,
    ]),
};

export const norms = {
  ...normsName,
  version: 1,
  summary:
    'How much tokens bring to each other, not how much they are looked at: what is mixed, layer by layer.',
  about: normsAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: normsInputs,
  suits: () => true,
  unit: 'texts',
  options: normsOptions,
  inShards: true,
  example: 'pairlens analyze norms --model all-MiniLM-L6-v2 --pairs negation --out DIR',
  keepsParts: true,
  tables: [mixing, heads],
  figures: [
    { name: 'mixing', spec: { kind: 'norms-mixing' } },
    { name: 'correlation', spec: { kind: 'head-map', quantity: 'weight_norm_correlation' } },
  ],
  findings: normsFindings,
  ofHeads: normsOfHeads,
  answers: ['carries'],
} as const satisfies AnalysisDefinition<NormsOptions>;
