/** What the alignment of pairs hangs on beside the pairs themselves, and which pairs of a run there are. */
import { getRun } from '../../store/runs.ts';
import { alignmentsHash } from '../alignments.ts';
import type { AnalysisContext } from '../analysis-work.ts';

/** A person may have aligned pairs anew; a run that goes on measures more of them. */
export function subjectHashOfPairs(context: AnalysisContext): string {
  const { database, subject } = context;
  if (subject.kind === 'run') {
    const { done, neutrals, provenance } = getRun(database, subject.runId);
    return [provenance.setHash, provenance.controlSetHash ?? '', done, neutrals.done].join(' ');
  }
  return alignmentsHash(context);
}
