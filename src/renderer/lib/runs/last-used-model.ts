/** Which model a form starts with: the one that went over the same sentences last. */
import type { Analysis } from '../../../shared/analyses.ts';
import type { Run } from '../../../shared/entities.ts';

type ListedRun = Pick<Run, 'createdAt'> & { readonly set: Pick<Run['set'], 'id'> } & {
  readonly model: Pick<Run['model'], 'name'>;
};
type ListedAnalysis = Pick<Analysis, 'createdAt' | 'subject'> & {
  readonly model: Pick<NonNullable<Analysis['model']>, 'name'> | null;
};

/** What it is to go over; neither: the model alone. */
interface Sentences {
  readonly setId?: number | undefined;
  readonly textSetId?: number | undefined;
}

/**
 * The model of the latest run or analysis of this set of pairs, of this set of texts, or of a model alone; without one, of the latest
 * that there is.
 * @returns undefined where nothing was made yet
 */
export function lastUsedModel(
  { setId, textSetId }: Sentences,
  runs: readonly ListedRun[],
  analyses: readonly ListedAnalysis[] = [],
): string | undefined {
  const made = [
    ...runs.map(({ createdAt, set, model }) => ({
      createdAt,
      setId: set.id,
      textSetId: null,
      isOfModel: false,
      model,
    })),
    ...analyses.flatMap(({ createdAt, subject, model }) =>
      model === null
        ? []
        : [
            {
              createdAt,
              setId: subject.kind === 'pairs' ? subject.set.id : null,
              textSetId: subject.kind === 'texts' ? subject.textSet.id : null,
              isOfModel: subject.kind === 'model',
              model,
            },
          ],
    ),
  ].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const same = made.find((each) => {
    if (setId !== undefined) return each.setId === setId;
    return textSetId === undefined ? each.isOfModel : each.textSetId === textSetId;
  });
  return (same ?? made[0])?.model.name;
}
