/** What is said of a model's removal. */
import type { Model } from '../../../shared/entities.ts';
import { formatBytes } from '../../../shared/quantities.ts';

/** What is lost when a model is removed that runs were made with. */
export function keepingWords({ origin }: Model): { consent: string; act: string } {
  return origin === 'hub'
    ? { consent: 'Keep the results, drop the weights.', act: 'Drop the weights' }
    : { consent: 'Keep the results, do without the model.', act: 'Remove' };
}

/** What is removed with the model. */
export function removalWords({ origin, bytes, folder, name }: Model): string[] {
  const compiled = 'The compiled graph goes, too; it would be made anew.';
  if (origin === 'hub')
    return [
      `The weights, tokenizer and card of ${name} are deleted from this computer (${formatBytes(bytes)}). To use the model again, it has to be downloaded again.`,
      compiled,
    ];
  return [
    `The folder ${folder} stays as it is; the model is no longer listed, and can be added again from there.`,
    compiled,
  ];
}
