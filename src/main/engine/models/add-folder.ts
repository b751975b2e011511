/** Adds a checkpoint folder under a name. The folder stays where it is and as it is. */
import { basename, resolve } from 'node:path';
import type { NewModel } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isFolder } from '../files/if-there.ts';
import type { JobWork } from '../jobs/jobs.ts';
import type { ModelLibrary } from './library.ts';
import { cardLicence } from './model-card.ts';
import { readCard } from '../checkpoints/model-files.ts';
import { recordSmallFiles } from './recorded-files.ts';

const LONGEST_NAME = 100;

/**
 * @returns what the model will be called, and the work of adding it
 * @throws PairlensError MODEL_NOT_FOUND when there is no such folder; BAD_REQUEST for a name that cannot be one;
 *   CONFLICT when a model has it
 */
export async function planFolder(
  library: ModelLibrary,
  request: Extract<NewModel, { from: 'folder' }>,
): Promise<{ name: string; work: JobWork }> {
  const folder = resolve(request.folder);
  if (!(await isFolder(folder)))
    throw new PairlensError('MODEL_NOT_FOUND', `there is no model folder ${folder}`, { path: folder });
  const name = request.name ?? basename(folder);
  checkName(name);
  await library.checkIsFree(name);
  return {
    name,
    work: async (signal, report) => {
      const card = await readCard(folder);
      const facts = await library.tryOut(folder, (text) => report.activity(text), {
        signal,
        onBytes: (bytes) => report.progress(bytes),
      });
      signal.throwIfAborted();
      await library.known.add({
        name,
        title: name,
        origin: 'folder',
        folder,
        source: folder,
        commit: null,
        licence: card === null ? null : cardLicence(card),
        addedAt: new Date().toISOString(),
        files: await recordSmallFiles(folder),
        facts,
      });
    },
  };
}

/** A name must not look like a path or like the id of a model on the Hub. */
function checkName(name: string): void {
  const refuse = (why: string) =>
    new PairlensError('BAD_REQUEST', `${JSON.stringify(name)} cannot be a model's name: ${why}`, { name });
  if (name.trim() !== name || ['', '.', '..'].includes(name)) throw refuse('give another one');
  if (/[/\\:@]/.test(name)) throw refuse('it has one of / \\ : @ in it');
  if (/\p{Cc}/u.test(name)) throw refuse('it has control characters in it');
  if (name.length > LONGEST_NAME) throw refuse(`it is longer than ${LONGEST_NAME} characters`);
}
