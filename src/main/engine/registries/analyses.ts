/**
 * Every kind of analysis with the half of it that works; a kind of core/registries/analyses.ts that is missing here does not
 * compile.
 */
import type { AnalysisKind } from '../../../core/registries/analysis-names.ts';
import type { AnalysisWork } from '../analyses/analysis-work.ts';
import { ablationWork } from '../analyses/ablation/ablation-work.ts';
import { attributionWork } from '../analyses/attribution/attribution-work.ts';
import { catalogueWork } from '../analyses/catalogue/catalogue-work.ts';
import { effectsWork } from '../analyses/effects/effects-work.ts';
import { bigramsWork } from '../analyses/bigrams/bigrams-work.ts';
import { compositionWork } from '../analyses/composition/composition-work.ts';
import { inductionWork } from '../analyses/induction/induction-work.ts';
import { lensWork } from '../analyses/lens/lens-work.ts';
import { negationWork } from '../analyses/negation/negation-work.ts';
import { patchingWork } from '../analyses/patching/patching-work.ts';
import { pathPatchingWork } from '../analyses/path-patching/path-patching-work.ts';
import { patternsWork } from '../analyses/patterns/patterns-work.ts';
import { qkOvWork } from '../analyses/qk-ov/qk-ov-work.ts';
import { queryKeyWork } from '../analyses/query-key/query-key-work.ts';
import { neuronsWork } from '../analyses/neurons/neurons-work.ts';
import { normsWork } from '../analyses/norms/norms-work.ts';
import { statisticsWork } from '../analyses/statistics/statistics-work.ts';

export const ANALYSIS_WORKS: Readonly<Record<AnalysisKind, AnalysisWork>> = {
  statistics: statisticsWork,
  induction: inductionWork,
  ablation: ablationWork,
  negation: negationWork,
  patterns: patternsWork,
  'query-key': queryKeyWork,
  norms: normsWork,
  patching: patchingWork,
  effects: effectsWork,
  'path-patching': pathPatchingWork,
  attribution: attributionWork,
  lens: lensWork,
  bigrams: bigramsWork,
  'qk-ov': qkOvWork,
  composition: compositionWork,
  neurons: neuronsWork,
  catalogue: catalogueWork,
};
