/** What can be done to an analysis. */
import type { Analysis } from '../../../shared/analyses.ts';
import { client } from '../engine/client.ts';
import { invalidateButFindings, showError } from '../engine/server-state.ts';
import { removeWithUndo } from '../engine/undo.ts';

/** Starts or resumes. */
export function startAnalysis(id: number): Promise<void> {
  return change(() => client.analyses.start({ id }));
}

export function cancelAnalysis(id: number): Promise<void> {
  return change(() => client.analyses.cancel({ id }));
}

export function removeAnalysis({ id }: Analysis, title: string, onremoved: () => void): Promise<void> {
  return removeWithUndo({
    what: `${title} ${id}`,
    remove: () => client.analyses.remove({ id }),
    restore: () => client.analyses.restore({ id }),
    onremoved,
  });
}

/**
 * Starts another analysis of the same model and subject, some options changed. Token ids are given on the command line alone:
 * what is of them cannot be started again here.
 */
export async function startAnother(
  { projectId, kind, model, options, subject }: Analysis,
  changed: Readonly<Record<string, unknown>>,
): Promise<Analysis> {
  try {
    const { id } = await client.analyses.create({
      projectId,
      kind,
      ...(model !== null && { model: model.name }),
      ...(subject.kind === 'texts' && { textSetId: subject.textSet.id }),
      ...(subject.kind === 'pairs' && {
        setId: subject.set.id,
        ...(subject.controlSet !== null && { controlSetId: subject.controlSet.id }),
      }),
      options: { ...options, ...changed },
    });
    return await client.analyses.start({ id });
  } finally {
    await invalidateButFindings('analyses');
  }
}

/** The same. @returns null where that was refused, and shown */
export async function startAgainWith(
  analysis: Analysis,
  changed: Readonly<Record<string, unknown>>,
): Promise<Analysis | null> {
  try {
    return await startAnother(analysis, changed);
  } catch (error) {
    showError(error);
    return null;
  }
}

async function change(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    showError(error);
  }
  await invalidateButFindings('analyses');
}
