/** Activation patching: what of a model's output comes back when one activation does. docs/science.md, section 10. */
import type { AnalysisDefinition } from '../analysis.ts';
import { patchingAbout } from './about.ts';
import { patchingIds } from './ids.ts';
import { patchingName } from './name.ts';
import { patchingOfHeads } from './of-heads.ts';
import { patchingOptions, type PatchingOptions } from './options.ts';
import { outcomesTable, patchingTable } from './tables.ts';
import { patchingFindings } from './words.ts';

export const patching = {
  ...patchingName,
  version: 2,
  summary:
    'What of the output comes back when one activation of the original is put into its counterfactual, by layer, position and head.',
  about: patchingAbout,
  takes: ['pairs', 'ids'],
  comparesWithControl: true,
  ids: patchingIds,
  // Whether there are layers and what can be measured on the output, its architecture does not say: planning does.
  suits: () => true,
  unit: 'pairs',
  options: patchingOptions,
  inShards: true,
  example: 'pairlens analyze patching --model all-MiniLM-L6-v2 --pairs negation --out DIR',
  keepsParts: true,
  tables: [patchingTable, outcomesTable],
  figures: [
    { name: 'heads', spec: { kind: 'patching-map', hook: 'z' } },
    { name: 'residual', spec: { kind: 'patching-map', hook: 'resid_pre' } },
    { name: 'attention', spec: { kind: 'patching-map', hook: 'attn_out' } },
    { name: 'mlp', spec: { kind: 'patching-map', hook: 'mlp_out' } },
  ],
  findings: patchingFindings,
  ofHeads: patchingOfHeads,
  answers: ['matters'],
} as const satisfies AnalysisDefinition<PatchingOptions>;
