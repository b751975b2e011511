/** What can be asked of saved views: the procedures of `contract.views`. */
import type { SavedView } from '../../shared/saved-views.ts';
import type { Store } from './store/database.ts';
import { getProject } from './store/projects.ts';
import { listViews, removeView, restoreView, saveView } from './store/saved-views.ts';

export class SavedViews {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  list(of: { readonly projectId: number; readonly room: string }): SavedView[] {
    getProject(this.#store.database, of.projectId);
    return listViews(this.#store.database, of);
  }

  /** Saves a view, or puts it in the place of the one that has its name. */
  save(view: {
    readonly projectId: number;
    readonly room: string;
    readonly name: string;
    readonly query: string;
  }): SavedView {
    return this.#store.write((database) => {
      getProject(database, view.projectId);
      return saveView(database, view);
    });
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write((database) => removeView(database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another view has taken the name since */
  restore({ id }: { readonly id: number }): SavedView {
    return this.#store.write((database) => restoreView(database, id));
  }
}
