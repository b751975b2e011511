/** What of a head is not known yet, and the analysis that would tell. */
import type { HeadQuestion } from '../../../core/analyses/of-heads.ts';
import type { HeadCatalogue } from '../../../core/heads/catalogue.ts';
import { newOf } from '../analyses/kinds.ts';
import { LISTED_KINDS } from '../analyses/listed-kinds.ts';
import type { RouteInput } from '../navigation/route.ts';

export interface MissingAnalysis {
  readonly title: string;
  readonly summary: string;
  readonly to: RouteInput;
}

/**
 * Analyses that would help to answer a question and have not been made of the model.
 * @param architecture of the model: what does not suit it is not offered
 */
export function missingFor(
  question: HeadQuestion,
  { columns }: HeadCatalogue,
  architecture: string,
  projectId: number,
): MissingAnalysis[] {
  return LISTED_KINDS.filter(
    ({ kind, answers = [], suits }) =>
      answers.includes(question) &&
      suits({ architecture }) &&
      !columns.some(({ source }) => source.kind === kind),
  ).flatMap(({ kind, title, summary }) => {
    const to = newOf(kind, projectId);
    return to === null ? [] : [{ title, summary, to }];
  });
}
