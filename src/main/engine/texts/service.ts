/** What can be asked of sets of texts. */
import { PairlensError } from '../../../shared/errors.ts';
import type { TextSet } from '../../../shared/texts.ts';
import type { ReadableStore } from '../store/database.ts';
import { getProject } from '../store/projects.ts';
import { findTextSet, listTextSets } from '../store/text-sets.ts';

export class TextService {
  readonly #store: ReadableStore;

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  list({ projectId }: { readonly projectId: number }): TextSet[] {
    getProject(this.#store.database, projectId);
    return listTextSets(this.#store.database, projectId);
  }

  /** The set of that name. @throws PairlensError NOT_FOUND */
  resolve({
    projectId,
    nameOrPath,
  }: {
    readonly projectId: number;
    readonly nameOrPath: string;
  }): Promise<TextSet> {
    const found = findTextSet(this.#store.database, projectId, nameOrPath);
    if (found !== null) return Promise.resolve(found);
    return Promise.reject(
      new PairlensError('NOT_FOUND', `there is no set of texts called “${nameOrPath}”`, { nameOrPath }),
    );
  }
}
