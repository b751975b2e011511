/** All that there is of the kinds of analyses that a person starts: for screens, not for the frame (./kinds.ts has their names). */
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { ANALYSES } from '../../../core/registries/analyses.ts';

export const LISTED_KINDS: readonly AnalysisDefinition[] = Object.values<AnalysisDefinition>(ANALYSES).filter(
  ({ listed }) => listed,
);
