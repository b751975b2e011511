/**
 * The QK and OV circuits of heads over tokens (Elhage et al. 2021): which keys a query is drawn to, and what a token that is
 * attended to raises. docs/analyses/qk-ov.md.
 */
import type { AnalysisDefinition } from '../analysis.ts';
import { qkOvAbout } from './about.ts';
import { qkOvName } from './name.ts';
import { qkOvOfHeads } from './of-heads.ts';
import { qkOvIds, qkOvOptions, type QkOvOptions } from './options.ts';
import { directionsTable, eigenTable, pairsTable } from './tables.ts';
import { qkOvFindings } from './words.ts';

export const qkOv = {
  ...qkOvName,
  version: 1,
  summary:
    'Which keys a query is drawn to and what a token that is attended to raises, head by head, off the weights.',
  about: qkOvAbout,
  takes: ['model', 'ids'],
  ids: qkOvIds,
  suits: () => true,
  unit: 'heads',
  options: qkOvOptions,
  example: 'pairlens analyze qk-ov --model attn-only-2l --out DIR',
  tables: [eigenTable, pairsTable, directionsTable],
  figures: [
    { name: 'copying', spec: { kind: 'qk-ov-map', quantity: 'ov' } },
    { name: 'qk', spec: { kind: 'qk-ov-map', quantity: 'qk' } },
  ],
  findings: qkOvFindings,
  ofHeads: qkOvOfHeads,
  answers: ['carries'],
} as const satisfies AnalysisDefinition<QkOvOptions>;
