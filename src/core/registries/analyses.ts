/** Every kind of analysis: contract, command line, screens and exports derive what they know of analyses from it. */
import type { AnalysisDefinition } from '../analyses/analysis.ts';
import { ablation } from '../analyses/ablation/definition.ts';
import { attribution } from '../analyses/attribution/definition.ts';
import { catalogue } from '../analyses/catalogue/definition.ts';
import { effects } from '../analyses/effects/definition.ts';
import { bigrams } from '../analyses/bigrams/definition.ts';
import { composition } from '../analyses/composition/definition.ts';
import { induction } from '../analyses/induction/definition.ts';
import { lens } from '../analyses/lens/definition.ts';
import { negation } from '../analyses/negation/definition.ts';
import { neurons } from '../analyses/neurons/definition.ts';
import { norms } from '../analyses/norms/definition.ts';
import { patching } from '../analyses/patching/definition.ts';
import { pathPatching } from '../analyses/path-patching/definition.ts';
import { patterns } from '../analyses/patterns/definition.ts';
import { qkOv } from '../analyses/qk-ov/definition.ts';
import { queryKey } from '../analyses/query-key/definition.ts';
import { statistics } from '../analyses/statistics/definition.ts';
import type { AnalysisKind } from './analysis-names.ts';

export const ANALYSES = {
  statistics,
  negation,
  patterns,
  induction,
  norms,
  'query-key': queryKey,
  ablation,
  patching,
  effects,
  'path-patching': pathPatching,
  attribution,
  lens,
  bigrams,
  'qk-ov': qkOv,
  composition,
  neurons,
  catalogue,
} as const satisfies Readonly<Record<AnalysisKind, AnalysisDefinition>>;
