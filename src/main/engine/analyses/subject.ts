/** What an analysis is made of beside a model: which of it a request names, how it is stored, and its hash. */
import type { AnalysisDefinition, AnalysisSubjectKind } from '../../../core/analyses/analysis.ts';
import { isolated } from '../../../core/isolated.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import type { Analysis, NewAnalysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { checkIsAnotherSet } from '../sets/control-set.ts';
import { inputsOfAnalysis } from '../store/analyses.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getRun } from '../store/runs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import { TEXT_SETS } from '../store/text-sets.ts';

/** Token ids in the shape that the kind reads: plain data. */
export type IdInputs = Readonly<Record<string, unknown>>;

export type AnalysisSubject =
  | { readonly kind: 'model' }
  | { readonly kind: 'run'; readonly runId: number }
  | { readonly kind: 'pairs'; readonly setId: number; readonly controlSetId: number | null }
  | { readonly kind: 'texts'; readonly textSetId: number }
  | { readonly kind: 'ids'; readonly inputs: IdInputs };

/** What a person asks for: as the contract has it, or from the command line with token ids. */
export type AnalysisRequest = NewAnalysis & { readonly inputs?: IdInputs | undefined };

const IN_WORDS: Readonly<Record<AnalysisSubjectKind, string>> = {
  model: 'a model alone',
  run: 'a run',
  pairs: 'a set of pairs',
  texts: 'a set of texts',
  ids: 'token ids',
};

/**
 * What the request names; the kind has to take it.
 * @throws PairlensError BAD_REQUEST in words; NOT_FOUND for a set or a run that is not there
 */
export function requestedSubject(
  definition: AnalysisDefinition,
  request: AnalysisRequest,
  database: ReadableDatabase,
): AnalysisSubject {
  const named = namedSubjects(request);
  const [subject = { kind: 'model' as const }, another] = named;
  const { takes, title } = definition;
  if (another !== undefined)
    throw new PairlensError(
      'BAD_REQUEST',
      `${title} is of one thing at a time, not of ${IN_WORDS[subject.kind]} and ${IN_WORDS[another.kind]}`,
    );
  if (!takes.includes(subject.kind))
    throw new PairlensError(
      'BAD_REQUEST',
      `${title} is of ${inWords(takes)}: name one${subject.kind === 'model' ? '' : `, not ${IN_WORDS[subject.kind]}`}`,
    );
  return checked(definition, subject, request.projectId, database);
}

function inWords(takes: readonly AnalysisSubjectKind[]): string {
  const words = takes.map((kind) => IN_WORDS[kind]);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

function namedSubjects({
  runId,
  setId,
  controlSetId,
  textSetId,
  inputs,
}: AnalysisRequest): AnalysisSubject[] {
  const named: AnalysisSubject[] = [];
  if (runId !== undefined) named.push({ kind: 'run', runId });
  if (setId !== undefined) named.push({ kind: 'pairs', setId, controlSetId: controlSetId ?? null });
  if (textSetId !== undefined) named.push({ kind: 'texts', textSetId });
  if (inputs !== undefined) named.push({ kind: 'ids', inputs });
  return named;
}

function checked(
  { ids, title, comparesWithControl = false }: AnalysisDefinition,
  subject: AnalysisSubject,
  projectId: number,
  database: ReadableDatabase,
): AnalysisSubject {
  const expectOfProject = (of: { readonly projectId: number }, what: string) => {
    if (of.projectId !== projectId)
      throw new PairlensError('BAD_REQUEST', `${what} is not of this project`, { projectId });
  };
  switch (subject.kind) {
    case 'model':
      return subject;
    case 'run':
      expectOfProject(getRun(database, subject.runId), `run ${subject.runId}`);
      return subject;
    case 'pairs':
      if (subject.controlSetId !== null && !comparesWithControl)
        throw new PairlensError(
          'BAD_REQUEST',
          `${title} is of the statements of one set and is compared with no other: leave the control set out`,
        );
      checkIsAnotherSet(subject);
      for (const id of [subject.setId, subject.controlSetId])
        if (id !== null) {
          const set = SENTENCE_SETS.get(database, id);
          expectOfProject(set, `the set “${isolated(set.name)}”`);
        }
      return subject;
    case 'texts': {
      const set = TEXT_SETS.get(database, subject.textSetId);
      expectOfProject(set, `the text set “${isolated(set.name)}”`);
      return subject;
    }
    case 'ids': {
      const parsed = ids?.safeParse(subject.inputs);
      if (parsed === undefined || parsed.success) return subject;
      throw new PairlensError(
        'INPUT_INVALID',
        `these are no token ids as ${title.toLowerCase()} reads them: ${firstIssue(parsed.error)}`,
      );
    }
  }
}

/** What a stored analysis is made of. */
export function storedSubject(database: ReadableDatabase, { id, subject }: Analysis): AnalysisSubject {
  switch (subject.kind) {
    case 'pairs':
      return { kind: 'pairs', setId: subject.set.id, controlSetId: subject.controlSet?.id ?? null };
    case 'texts':
      return { kind: 'texts', textSetId: subject.textSet.id };
    case 'ids':
      return { kind: 'ids', inputs: inputsOfAnalysis(database, id) };
    default:
      return subject;
  }
}

/** The subject as it is stored with an analysis. */
export function subjectColumns(subject: AnalysisSubject) {
  return {
    runId: subject.kind === 'run' ? subject.runId : null,
    setId: subject.kind === 'pairs' ? subject.setId : null,
    controlSetId: subject.kind === 'pairs' ? subject.controlSetId : null,
    textSetId: subject.kind === 'texts' ? subject.textSetId : null,
    inputs: subject.kind === 'ids' ? subject.inputs : null,
  };
}
