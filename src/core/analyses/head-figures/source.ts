/** What an analysis of any kind is of, for the captions of its figures. */
import { isolated, quoted } from '../../isolated.ts';

export interface AnalysisSource {
  readonly analysis: number;
  /** Of its kind: 'Induction'. */
  readonly title: string;
  readonly model: string;
  /** The set or texts that it is of; '' for a model alone. */
  readonly subject: string;
  /** Items that could be computed, and what they are called. */
  readonly items: number;
  readonly unit: string;
}

/** What is known of a stored analysis, as far as captions say it. */
interface StoredAnalysis {
  readonly id: number;
  readonly model: { readonly name: string } | null;
  readonly done: number;
  readonly subject: AnalysisSubjectName;
}

type AnalysisSubjectName =
  | { readonly kind: 'model' | 'ids' }
  | { readonly kind: 'run'; readonly runId: number }
  | {
      readonly kind: 'pairs';
      readonly set: { readonly name: string };
      readonly controlSet: { readonly name: string } | null;
    }
  | { readonly kind: 'texts'; readonly textSet: { readonly name: string } };

/** @param definition of its kind */
export function analysisSource(
  analysis: StoredAnalysis,
  definition: { readonly title: string; readonly unit: string },
): AnalysisSource {
  return {
    analysis: analysis.id,
    title: definition.title,
    model: analysis.model?.name ?? '',
    subject: subjectWords(analysis),
    items: analysis.done,
    unit: definition.unit,
  };
}

/** '“negation” against “negation-control”'; '' for a model alone. */
export function subjectWords({ subject }: Pick<StoredAnalysis, 'subject'>): string {
  switch (subject.kind) {
    case 'pairs':
      return subject.controlSet === null
        ? quoted(subject.set.name)
        : `${quoted(subject.set.name)} against ${quoted(subject.controlSet.name)}`;
    case 'texts':
      return quoted(subject.textSet.name);
    case 'run':
      return `run ${subject.runId}`;
    case 'ids':
      return 'token ids';
    case 'model':
      return '';
  }
}

/** What it is of, within a sentence: 'of “negation” through attn-only-2l', 'of run 3', 'of attn-only-2l' for a model alone. */
export function ofWords(analysis: Pick<StoredAnalysis, 'subject' | 'model'>): string {
  const model = analysis.model === null ? undefined : isolated(analysis.model.name);
  const of = subjectWords(analysis);
  if (of === '') return model === undefined ? '' : `of ${model}`;
  return model === undefined ? `of ${of}` : `of ${of} through ${model}`;
}

/** @param n items that the numbers are over, where that are not all */
export function captionOfAnalysis(
  { analysis, title, model, subject, items, unit }: AnalysisSource,
  n: number = items,
): string {
  return [`${title} ${analysis}`, model, subject, `n = ${n} ${unit}`]
    .filter((part) => part !== '')
    .join(' · ');
}

/** 'Negation 4 · all-MiniLM-L6-v2 · “negation” · item 17, original (n = 1 statement, 8 tokens)' @param position in the plan, from 0 */
export function captionOfItem(
  { analysis, title, model, subject }: AnalysisSource,
  position: number,
  statement: string,
  tokens: number,
): string {
  const item = `item ${position + 1}, ${statement} (n = 1 statement, ${tokens} ${tokens === 1 ? 'token' : 'tokens'})`;
  return [`${title} ${analysis}`, model, subject, item].filter((part) => part !== '').join(' · ');
}
