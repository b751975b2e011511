/** What can be asked of projects: the procedures of `contract.projects`. */
import type { Project } from '../../shared/entities.ts';
import type { Store } from './store/database.ts';
import {
  createProject,
  getProject,
  listProjects,
  removeProject,
  restoreProject,
  updateProject,
} from './store/projects.ts';

export class ProjectService {
  readonly #store: Store;

  constructor(store: Store) {
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
    return this.#store.write((database) => createProject(database, values));
  }

  /** @throws PairlensError CONFLICT, NOT_FOUND */
  update(values: { readonly id: number; readonly name: string; readonly description: string }): Project {
    return this.#store.write((database) => updateProject(database, values));
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write((database) => removeProject(database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another project has taken the name since */
  restore({ id }: { readonly id: number }): Project {
    return this.#store.write((database) => restoreProject(database, id));
  }

  /** The first project; one named Default where there is none: for a command line that names no project. */
  default(): Project {
    const [first] = this.list();
    return first ?? this.create({ name: 'Default', description: '' });
  }
}
