/** The logit lens (nostalgebraist 2020): what a model would foretell of each layer, were it the last. docs/analyses/lens.md. */
import type { AnalysisDefinition } from '../analysis.ts';
import { explainedIds } from '../explained/ids.ts';
import { lensAbout } from './about.ts';
import { lensName } from './name.ts';
import { lensOptions, type LensOptions } from './options.ts';
import { lensMeansTable, lensTable } from './tables.ts';
import { lensFindings } from './words.ts';

export const lens = {
  ...lensName,
  version: 1,
  summary:
    'From which layer on a prediction can be read off the residual stream, with rank and probability of the token.',
  about: lensAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: explainedIds,
  suits: () => true,
  foretells: true,
  takesNoLayers: true,
  unit: 'texts',
  options: lensOptions,
  inShards: true,
  example: 'pairlens analyze lens --model char-en --texts everyday-english --out DIR',
  keepsParts: true,
  tables: [lensTable, lensMeansTable],
  figures: [{ name: 'streams', spec: { kind: 'lens-streams' }, needs: 'lens.log_probability' }],
  findings: lensFindings,
} as const satisfies AnalysisDefinition<LensOptions>;
