/** Ablation: what a model loses when one head is taken away. docs/science.md, _Ablation_. */
import type { AnalysisDefinition } from '../analysis.ts';
import { ablationAbout } from './about.ts';
import { ablationIds } from './ids.ts';
import { ablationName } from './name.ts';
import { ablationOfHeads } from './of-heads.ts';
import { ablationOptions, type AblationOptions } from './options.ts';
import { ablationTable, verdictTable } from './tables.ts';
import { ablationFindings } from './words.ts';

export const ablation = {
  ...ablationName,
  version: 2,
  summary: 'What a model loses on each text when one head is taken away.',
  about: ablationAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: ablationIds,
  suits: () => true,
  foretells: true,
  unit: 'texts',
  options: ablationOptions,
  inShards: true,
  example: 'pairlens analyze ablation --model char-en --texts everyday-english --out DIR',
  keepsParts: true,
  tables: [ablationTable, verdictTable],
  figures: [
    { name: 'resample', spec: { kind: 'head-map', quantity: 'resample' } },
    { name: 'mean-set', spec: { kind: 'head-map', quantity: 'mean_set' } },
    { name: 'mean-row', spec: { kind: 'head-map', quantity: 'mean_row' } },
    { name: 'zero', spec: { kind: 'head-map', quantity: 'zero' } },
  ],
  findings: ablationFindings,
  ofHeads: ablationOfHeads,
  answers: ['matters'],
} as const satisfies AnalysisDefinition<AblationOptions>;
