/** What goes when a model is removed. */
import type { Model } from '../../../shared/entities.ts';
import { formatBytes } from '../format/format.ts';

export function removalWords({ origin, bytes, folder, name }: Model): string[] {
  const compiled = 'The compiled graph goes, too; it would be made anew.';
  if (origin === 'hub')
    return [
      `The weights, tokenizer and card of ${name} are deleted from this computer (${formatBytes(bytes)}). To use the model again, it has to be downloaded again.`,
      compiled,
    ];
  return [`The folder ${folder} stays as it is; the model is no longer listed.`, compiled];
}
