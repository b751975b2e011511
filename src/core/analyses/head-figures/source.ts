/** What an analysis of any kind is of, for the captions of its figures. */

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

/** @param n items that the numbers are over, where that are not all */
export function captionOfAnalysis(
  { analysis, title, model, subject, items, unit }: AnalysisSource,
  n: number = items,
): string {
  return [`${title} ${analysis}`, model, subject, `n = ${n} ${unit}`]
    .filter((part) => part !== '')
    .join(' · ');
}
