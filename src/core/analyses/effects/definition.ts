/** Do these heads matter? How much each head of a run changes, and how much it matters. docs/science.md, _Effects of heads_. */
import type { AnalysisDefinition } from '../analysis.ts';
import { effectsAbout } from './about.ts';
import { effectsName } from './name.ts';
import { effectsOfHeads } from './of-heads.ts';
import { headEffectsOptions, type HeadEffectsOptions } from './options.ts';
import { cornersTable, effectsTable } from './tables.ts';
import { effectsFindings } from './words.ts';

export const effects = {
  ...effectsName,
  version: 2,
  summary: 'Do these heads matter? Which heads of a run change, and which the output hangs on.',
  about: effectsAbout,
  takes: ['run'],
  suits: () => true,
  unit: 'pairs',
  options: headEffectsOptions,
  example: 'pairlens analyze effects --run N --out DIR',
  keepsParts: true,
  tables: [effectsTable, cornersTable],
  figures: [{ name: 'scatter', spec: { kind: 'effects-scatter' } }],
  findings: effectsFindings,
  ofHeads: effectsOfHeads,
  answers: ['matters'],
} as const satisfies AnalysisDefinition<HeadEffectsOptions>;
