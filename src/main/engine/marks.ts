/** What can be asked of notes and pins: the procedures of `contract.marks`. */
import { PairlensError } from '../../shared/errors.ts';
import type { Mark, MarkedThing, MarkWords } from '../../shared/marks.ts';
import type { Store } from './store/database.ts';
import type { ReadableDatabase } from './store/handles.ts';
import { isInProject, listMarks, type MarkPlace, modelsNamed, replaceMark } from './store/marks.ts';
import { getProject } from './store/projects.ts';

export class Marks {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  list({ projectId }: { readonly projectId: number }): Mark[] {
    getProject(this.#store.database, projectId);
    return listMarks(this.#store.database, projectId);
  }

  /**
   * @returns what stood there before, which is how it is taken back
   * @throws PairlensError NOT_FOUND for a thing that the project has not, and for a head of a model that nothing here has used
   */
  set({
    projectId,
    thing,
    note,
    pinned,
  }: MarkWords & { readonly projectId: number; readonly thing: MarkedThing }): MarkWords {
    return this.#store.write((database) => {
      getProject(database, projectId);
      const words = { note: note.trim(), pinned };
      return replaceMark(database, projectId, placeOf(database, projectId, thing), words);
    });
  }
}

function placeOf(database: ReadableDatabase, projectId: number, thing: MarkedThing): MarkPlace {
  if (thing.of === 'head') {
    const { model, layer, head } = thing;
    const models = modelsNamed(database, model).filter((each) => layer < each.layers && head < each.heads);
    if (models.length === 0)
      throw new PairlensError('NOT_FOUND', `no run or analysis has used L${layer} H${head} of ${model}`);
    return { modelIds: models.map(({ id }) => id), layer, head };
  }
  if (!isInProject(database, projectId, thing)) {
    const which = thing.of === 'run' ? `run ${thing.runId}` : 'such pair';
    throw new PairlensError('NOT_FOUND', `the project has no ${which}`);
  }
  return thing.of === 'run' ? { runId: thing.runId } : { pairId: thing.pairId };
}
