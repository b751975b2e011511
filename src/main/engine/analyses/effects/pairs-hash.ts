/** What the alignment of pairs hangs on beside the pairs themselves, and which pairs of a run there are. */
import { correctionsOfSet } from '../../store/alignment-corrections.ts';
import { contentHash } from '../../store/hashes.ts';
import { getRun } from '../../store/runs.ts';
import type { AnalysisContext } from '../analysis-work.ts';

/** A person may have aligned pairs anew; a run that goes on measures more of them. */
export function subjectHashOfPairs({ database, subject, model }: AnalysisContext): string {
  if (subject.kind === 'run') {
    const { done, neutrals, provenance } = getRun(database, subject.runId);
    return [provenance.setHash, provenance.controlSetHash ?? '', done, neutrals.done].join(' ');
  }
  if (subject.kind !== 'pairs' || model === null) return '';
  const corrections = correctionsOfSet(database, subject.setId, model.tokenizerHash);
  return corrections === '' ? '' : contentHash([corrections]);
}
