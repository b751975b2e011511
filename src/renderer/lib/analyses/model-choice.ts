/** Which models a kind of analysis can be made of, and of the others why not. */
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import type { Model } from '../../../shared/entities.ts';
import { titleOf } from '../models/groups.ts';

type ListedModel = Pick<Model, 'name' | 'title' | 'origin' | 'architecture' | 'layers' | 'weightsPresent'>;

export interface ModelChoice<Listed extends ListedModel> {
  readonly model: Listed;
  readonly label: string;
  /** '' where it can be taken. */
  readonly whyNot: string;
  /** What it can is not known yet. */
  readonly isWaiting: boolean;
}

/**
 * Models whose weights are here: those that can be taken, and after them the others, each with its reason.
 *
 * @param foretells whether a model has a language-model head; null: not known yet; undefined: that could not be read
 */
export function modelChoices<Listed extends ListedModel>(
  models: readonly Listed[],
  definition: Pick<AnalysisDefinition, 'suits' | 'takesNoLayers' | 'unsuited' | 'foretells'>,
  foretells: (name: string) => boolean | null | undefined,
): ModelChoice<Listed>[] {
  const choices = models
    .filter(({ weightsPresent }) => weightsPresent)
    .map((model) => {
      const whyNot = reason(model);
      return {
        model,
        label: whyNot === '' ? titleOf(model) : `${titleOf(model)}: ${whyNot}`,
        whyNot,
        isWaiting: definition.foretells === true && foretells(model.name) === null,
      };
    });
  return [...choices.filter(({ whyNot }) => whyNot === ''), ...choices.filter(({ whyNot }) => whyNot !== '')];

  function reason({ name, architecture, layers }: Listed): string {
    if (layers === 0 && definition.takesNoLayers !== true) return 'no layers';
    if (!definition.suits({ architecture })) return definition.unsuited ?? 'not for its architecture';
    if (definition.foretells === true && foretells(name) === false) return 'no language-model head';
    return '';
  }
}

/**
 * The one that is picked, or else the first that can be taken: one with layers, where there is one, since little is to be found without.
 * While that is not known of the first there is none, so that what is chosen does not change by itself.
 */
export function modelOf<Listed extends ListedModel>(
  choices: readonly ModelChoice<Listed>[],
  picked: string | undefined,
): Listed | undefined {
  const can = choices.filter(({ whyNot }) => whyNot === '');
  const chosen =
    can.find(({ model, isWaiting }) => model.name === picked && !isWaiting) ??
    can.find(({ model }) => model.layers > 0) ??
    can[0];
  return chosen === undefined || chosen.isWaiting ? undefined : chosen.model;
}
