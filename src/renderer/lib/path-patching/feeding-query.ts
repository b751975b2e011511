/** Path patching to one head on the pairs that another analysis is of: the one that is there, and how one is started. */
import type { Analysis, NewAnalysis } from '../../../shared/analyses.ts';

/** 'L5H9' */
export function nameOfHead(layer: number, head: number): string {
  return `L${layer}H${head}`;
}

/** The latest that is of the same pairs and model and has this head as a receiver. */
export function feedingOf(
  analyses: readonly Analysis[],
  { subject, model }: Pick<Analysis, 'subject' | 'model'>,
  name: string,
): Analysis | undefined {
  return analyses.find(
    (one) =>
      one.model?.id === model?.id &&
      isSame(one.subject, subject) &&
      ['done', 'running', 'planned'].includes(one.state) &&
      receiversOf(one).includes(name),
  );
}

function receiversOf({ options }: Analysis): readonly unknown[] {
  const { to } = options;
  return Array.isArray(to) ? to : [];
}

function isSame(one: Analysis['subject'], other: Analysis['subject']): boolean {
  if (one.kind === 'run' && other.kind === 'run') return one.runId === other.runId;
  return one.kind === 'pairs' && other.kind === 'pairs' && one.set.id === other.set.id;
}

/** null for an analysis that is of no pairs. */
export function newFeeding(
  { projectId, subject, model }: Pick<Analysis, 'projectId' | 'subject' | 'model'>,
  name: string,
): NewAnalysis | null {
  const request = { projectId, kind: 'path-patching', options: { to: [name] } };
  if (subject.kind === 'run') return { ...request, runId: subject.runId };
  if (subject.kind !== 'pairs' || model === null) return null;
  return { ...request, model: model.name, setId: subject.set.id };
}
