/**
 * Induction (Elhage et al. 2021, Olsson et al. 2022; in encoders Chen 2023): which heads attend to what stood around the same
 * token last time. docs/science.md, section 4.
 */
import type { AnalysisDefinition } from '../analysis.ts';
import { inductionAbout } from './about.ts';
import { inductionIds } from './ids.ts';
import { inductionName } from './name.ts';
import { inductionOfHeads } from './of-heads.ts';
import { inductionOptions, type InductionOptions } from './options.ts';
import { headsTable, inductionTable, lossControlTable, lossTable } from './tables.ts';
import { inductionFindings } from './words.ts';

export const induction = {
  ...inductionName,
  version: 3,
  summary: 'Which heads attend to what followed the same token last time, and what the model gains by it.',
  about: inductionAbout,
  takes: ['model', 'texts', 'ids'],
  ids: inductionIds,
  suits: () => true,
  reads: (given, model, options) => {
    const sequences = options?.['sequences'];
    const drawn = typeof sequences === 'number' ? `${sequences.toLocaleString('en')} sequences` : 'Sequences';
    return `${drawn} are drawn and go through ${model}, and ${given} beside them.`;
  },
  unit: 'sequences',
  options: inductionOptions,
  inShards: true,
  example: 'pairlens analyze induction --model attn-only-2l --tokens all --out DIR',
  keepsParts: true,
  tables: [inductionTable, headsTable, lossTable, lossControlTable],
  figures: [
    { name: 'induction', spec: { kind: 'induction-map', quantity: 'induction' } },
    { name: 'beside-1', spec: { kind: 'induction-map', quantity: 'first_beside' } },
    { name: 'beside-2', spec: { kind: 'induction-map', quantity: 'second_beside' } },
    { name: 'difference', spec: { kind: 'induction-map', quantity: 'difference' } },
    { name: 'scatter', spec: { kind: 'induction-scatter' } },
    { name: 'loss', spec: { kind: 'induction-loss' } },
    { name: 'trial', spec: { kind: 'induction-trial' } },
  ],
  findings: inductionFindings,
  ofHeads: inductionOfHeads,
  answers: ['looks'],
} as const satisfies AnalysisDefinition<InductionOptions>;
