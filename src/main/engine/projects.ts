/** What can be asked of projects: the procedures of `contract.projects`. */
import type { Project } from '../../shared/entities.ts';
import type { WritableStore } from './store/database.ts';
import {
  createProject,
  getProject,
  listProjects,
  removeProject,
  restoreProject,
  updateProject,
} from './store/projects.ts';

export class ProjectService {
  readonly #store: WritableStore;

  constructor(store: WritableStore) {
    this.#store = store;
  }

  list(): Project[] {
    return listProjects(this.#store.database);
  }

  get({ id }: { readonly id: number }): Project {
    return getProject(this.#store.database, id);
  }

  /** @throws PairlensError CONFLICT when there is a project of that name */
  create(values: { readonly name: string; readonly description: string }): Project {
    return this.#store.write(() => createProject(this.#store.database, values));
  }

  /** @throws PairlensError CONFLICT, NOT_FOUND */
  update(values: { readonly id: number; readonly name: string; readonly description: string }): Project {
    return this.#store.write(() => updateProject(this.#store.database, values));
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write(() => removeProject(this.#store.database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another project has taken the name since */
  restore({ id }: { readonly id: number }): Project {
    return this.#store.write(() => restoreProject(this.#store.database, id));
  }

  /** The first project; one named Default where there is none: for a command line that names no project. */
  default(): Project {
    const [first] = this.list();
    return first ?? this.create({ name: 'Default', description: '' });
  }
}
