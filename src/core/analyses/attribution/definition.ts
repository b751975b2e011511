/** Direct logit attribution: what every component adds to the logit of a token. docs/analyses/attribution.md. */
import type { AnalysisDefinition } from '../analysis.ts';
import { explainedIds } from '../explained/ids.ts';
import { attributionAbout } from './about.ts';
import { attributionName } from './name.ts';
import { attributionOfHeads } from './of-heads.ts';
import { attributionOptions, type AttributionOptions } from './options.ts';
import { attributionTable, meansTable } from './tables.ts';
import { attributionFindings } from './words.ts';

export const attribution = {
  ...attributionName,
  version: 1,
  summary:
    'What every head, MLP and embedding adds to the logit of a token, straight and with nothing left over.',
  about: attributionAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: explainedIds,
  suits: () => true,
  foretells: true,
  takesNoLayers: true,
  unit: 'texts',
  options: attributionOptions,
  inShards: true,
  example: 'pairlens analyze attribution --model attn-only-2l --texts everyday-english --out DIR',
  keepsParts: true,
  tables: [attributionTable, meansTable],
  figures: [
    { name: 'components', spec: { kind: 'attribution-components' }, needs: 'attribution.logit' },
    { name: 'heads', spec: { kind: 'head-map', quantity: 'logit' }, needs: 'attribution.heads' },
  ],
  findings: attributionFindings,
  ofHeads: attributionOfHeads,
  answers: ['carries'],
} as const satisfies AnalysisDefinition<AttributionOptions>;
