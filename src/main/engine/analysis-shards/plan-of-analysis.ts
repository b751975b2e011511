/** What decides the numbers of an analysis, as every part of it records it. */
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { hashSentenceSet } from '../sets/hash-sentence-set.ts';
import { plannedModelOf, plannedSetOf } from '../shards/planned-parts.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import { getTextSet, hashTextSet, TEXT_SETS } from '../store/text-sets.ts';
import { type AnalysisPlan, analysisPlan, type PlannedSubject } from './analysis-record.ts';

/**
 * @param compiledHash of the compiled weights that it is computed with
 */
export function planOfAnalysis(
  database: ReadableDatabase,
  { kind, version, model, subject, options, total, provenance }: Analysis,
  compiledHash: string,
): AnalysisPlan {
  const { pairlensVersion, ortVersion, subjectHash, seed, device } = provenance;
  return analysisPlan.parse({
    pairlens: pairlensVersion,
    onnxruntime: ortVersion,
    kind,
    version,
    model: plannedModelOf(database, model?.id ?? 0, { ...provenance, compiledHash }),
    subject: plannedSubjectOf(database, subject),
    subject_hash: subjectHash,
    options,
    seed,
    device,
    items: total,
  } satisfies AnalysisPlan);
}

function plannedSubjectOf(database: ReadableDatabase, subject: Analysis['subject']): PlannedSubject {
  switch (subject.kind) {
    case 'run':
      throw new PairlensError('INTERNAL', 'an analysis of a run has no parts');
    case 'pairs': {
      const planned = (id: number) => plannedSetOf(database, id, pairsHash(database, id));
      const { set, controlSet } = subject;
      return { kind: 'pairs', set: planned(set.id), control_set: controlSet && planned(controlSet.id) };
    }
    case 'texts': {
      const { id } = subject.textSet;
      const { name, description, source, textCount: texts } = getTextSet(database, id);
      return {
        kind: 'texts',
        text_set: { name, description, source, sha256: textsHash(database, id), texts },
      };
    }
    default:
      return { kind: subject.kind };
  }
}

function pairsHash(database: ReadableDatabase, id: number): string {
  return SENTENCE_SETS.storedSummary(database, id).summary?.contentHash ?? hashSentenceSet(database, id);
}

function textsHash(database: ReadableDatabase, id: number): string {
  return TEXT_SETS.storedSummary(database, id).summary?.contentHash ?? hashTextSet(database, id);
}
