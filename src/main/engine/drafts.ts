/** What can be asked of drafts: the procedures of `contract.drafts`. */
import { z } from 'zod';
import type { Draft, DraftPlace } from '../../shared/drafts.ts';
import type { Store } from './store/database.ts';
import type { ReadableDatabase } from './store/handles.ts';
import { getProject } from './store/projects.ts';
import { getSentenceSet } from './store/sentence-sets.ts';
import { readSetting, removeSetting, writeSetting } from './store/settings.ts';

const kept = z.string();

export class Drafts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws PairlensError NOT_FOUND for a project or a set that is not there */
  get(place: DraftPlace): Draft {
    const { database } = this.#store;
    expectThere(database, place);
    const stored = readSetting(database, keyOf(place));
    return { text: stored === undefined ? null : kept.parse(stored) };
  }

  /** @throws PairlensError NOT_FOUND, STORE_READONLY */
  save({ text, ...place }: DraftPlace & Draft): Record<string, never> {
    this.#store.write((database) => {
      expectThere(database, place);
      if (text === null) removeSetting(database, keyOf(place));
      else writeSetting(database, keyOf(place), text);
    });
    return {};
  }
}

function keyOf({ of, id }: DraftPlace): string {
  return `draft.${of}.${id}`;
}

function expectThere(database: ReadableDatabase, { of, id }: DraftPlace): void {
  if (of === 'figure') getProject(database, id);
  else getSentenceSet(database, id);
}
