/** What a person can choose an analysis to be of. */
import type { AnalysisSubjectKind } from '../../../core/analyses/analysis.ts';

/** Those that a form has; token ids come from the command line. */
export const OFFERED = ['model', 'run', 'pairs', 'texts'] as const satisfies readonly AnalysisSubjectKind[];
export type OfferedSubject = (typeof OFFERED)[number];

export const SUBJECT_WORDS: Readonly<Record<OfferedSubject, string>> = {
  model: 'The model alone',
  run: 'A run',
  pairs: 'Pairs',
  texts: 'Texts',
};

/** As `analyses.create` takes it. */
export interface PickedSubject {
  /** Its model is the run's. */
  readonly runId?: number;
  readonly setId?: number;
  readonly controlSetId?: number;
  readonly textSetId?: number;
}
