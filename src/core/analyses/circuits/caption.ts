/** What a figure of weights is of: there is no n, unless texts stand beside them. */
import type { AnalysisSource } from '../head-figures/source.ts';

/** 'Composition 3 · attn-only-2l · of the weights' */
export function captionOfWeights(
  { analysis, title, model, subject }: AnalysisSource,
  n = 'of the weights',
): string {
  return [`${title} ${analysis}`, model, subject, n].filter((part) => part !== '').join(' · ');
}
