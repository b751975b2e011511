/** What is said of a model's removal. */
import { isolated } from '../../../core/isolated.ts';
import type { Model } from '../../../shared/entities.ts';
import { formatBytes } from '../../../shared/quantities.ts';

/** What is lost when a model is removed that runs were made with. */
export function keepingWords({ origin }: Model): { consent: string; act: string } {
  return origin === 'hub'
    ? { consent: 'Keep the results, drop the weights.', act: 'Drop the weights' }
    : { consent: 'Keep the results, do without the model.', act: 'Remove' };
}

/** A model that is the same, with which everything that was made with this one goes on. */
export function takesItsPlace({ sameWeights }: Pick<Model, 'sameWeights'>): string | null {
  return sameWeights.find(({ sameTokenizer }) => sameTokenizer)?.name ?? null;
}

/** What is removed with the model, and what stays for others. */
export function removalWords(model: Model): string[] {
  const { origin, bytes, folder, name, sameWeights } = model;
  const instead = takesItsPlace(model);
  const others = sameWeights.map((other) => other.name).join(', ');
  const compiled =
    sameWeights.length === 0
      ? 'The compiled graph goes, too; it would be made anew.'
      : `${others} ${sameWeights.length === 1 ? 'has' : 'have'} the same weights: the compiled graph stays.`;
  const goesOn =
    instead === null
      ? []
      : [
          `Runs and analyses that were made with ${isolated(name)} go on with ${isolated(instead)}: nothing is lost.`,
        ];
  if (origin === 'hub')
    return [
      `The weights, tokenizer and card of ${isolated(name)} are deleted from this computer (${formatBytes(bytes)}), save what other models share. To use the model again, it has to be downloaded again.`,
      compiled,
      ...goesOn,
    ];
  return [
    `The folder ${folder} stays as it is; the model is no longer listed, and can be added again from there.`,
    compiled,
    ...goesOn,
  ];
}
