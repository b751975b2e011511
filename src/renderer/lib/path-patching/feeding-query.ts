/** Path patching to one head on the pairs that another analysis is of: the one that is there, and how one is started. */
import { effectFields } from '../../../core/effects/effect-options.ts';
import type { Analysis, NewAnalysis } from '../../../shared/analyses.ts';

/** What asks for it: a patching, effects or path patching, which all measure an effect. */
export type AskingAnalysis = Pick<Analysis, 'projectId' | 'subject' | 'model' | 'options'>;

/** 'L5H9' */
export function nameOfHead(layer: number, head: number): string {
  return `L${layer}H${head}`;
}

/** The latest that measures the same on the same pairs and model, and has this head as a receiver. */
export function feedingOf(
  analyses: readonly Analysis[],
  asking: Omit<AskingAnalysis, 'projectId'>,
  name: string,
): Analysis | undefined {
  const same = Object.entries(carriedOptions(asking));
  return analyses.find(
    (one) =>
      one.model?.id === asking.model?.id &&
      isSame(one.subject, asking.subject) &&
      same.every(([field, value]) => one.options[field] === value) &&
      ['done', 'running', 'planned'].includes(one.state) &&
      receiversOf(one).includes(name),
  );
}

/** What is measured, and which way: one that went both ways asks for neither. */
function carriedOptions({ options }: Pick<Analysis, 'options'>): Record<string, unknown> {
  const carried = Object.keys(effectFields).filter((field) => field in options);
  if ('direction' in options && options['direction'] !== 'both') carried.push('direction');
  return Object.fromEntries(carried.map((field) => [field, options[field]]));
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
export function newFeeding(asking: AskingAnalysis, name: string): NewAnalysis | null {
  const { projectId, subject, model } = asking;
  const request = {
    projectId,
    kind: 'path-patching',
    options: { ...carriedOptions(asking), to: [name] },
  };
  if (subject.kind === 'run') return { ...request, runId: subject.runId };
  if (subject.kind !== 'pairs' || model === null) return null;
  return { ...request, model: model.name, setId: subject.set.id };
}
