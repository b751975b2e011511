/** What every kind of analysis is called: what the frame of the workbench knows of them before a screen of theirs is opened. */
import type { AnalysisName } from '../analyses/analysis-name.ts';
import { ablationName } from '../analyses/ablation/name.ts';
import { attributionName } from '../analyses/attribution/name.ts';
import { catalogueName } from '../analyses/catalogue/name.ts';
import { effectsName } from '../analyses/effects/name.ts';
import { bigramsName } from '../analyses/bigrams/name.ts';
import { compositionName } from '../analyses/composition/name.ts';
import { inductionName } from '../analyses/induction/name.ts';
import { lensName } from '../analyses/lens/name.ts';
import { negationName } from '../analyses/negation/name.ts';
import { neuronsName } from '../analyses/neurons/name.ts';
import { normsName } from '../analyses/norms/name.ts';
import { patchingName } from '../analyses/patching/name.ts';
import { pathPatchingName } from '../analyses/path-patching/name.ts';
import { patternsName } from '../analyses/patterns/name.ts';
import { qkOvName } from '../analyses/qk-ov/name.ts';
import { queryKeyName } from '../analyses/query-key/name.ts';
import { statisticsName } from '../analyses/statistics/name.ts';

export const ANALYSIS_NAMES = {
  statistics: statisticsName,
  negation: negationName,
  patterns: patternsName,
  induction: inductionName,
  norms: normsName,
  'query-key': queryKeyName,
  ablation: ablationName,
  patching: patchingName,
  effects: effectsName,
  'path-patching': pathPatchingName,
  attribution: attributionName,
  lens: lensName,
  bigrams: bigramsName,
  'qk-ov': qkOvName,
  composition: compositionName,
  neurons: neuronsName,
  catalogue: catalogueName,
} as const satisfies Readonly<Record<string, AnalysisName>>;

export type AnalysisKind = keyof typeof ANALYSIS_NAMES;
