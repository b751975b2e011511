/** Sets of texts in the store: names, order, edits and removals, search and hash. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import {
  createTextSet,
  findTextSet,
  getTextSet,
  hashTextSet,
  listTextSets,
  TEXT_SETS,
} from '../../src/main/engine/store/text-sets.ts';
import {
  addTexts,
  getText,
  listTexts,
  matchingTexts,
  placesOfTexts,
  removeTexts,
  replaceText,
  restoreTexts,
  textsInOrder,
  textsInPieces,
  textsWithIds,
} from '../../src/main/engine/store/texts.ts';
import { type TextContent, textSetHash } from '../../src/main/engine/store/text-content.ts';
import { temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
let projectId: number;

beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(join(folder.path, 'texts.sqlite'));
  projectId = createProject(store.database, { name: 'p', description: '' }).id;
});
afterEach(() => {
  store.close();
  folder.remove();
});

const addSet = (name: string) =>
  createTextSet(store.database, { projectId, name, description: '', source: 'manual' });
const text = (content: string, label: string | null = null): TextContent => ({
  label,
  text: content,
  ids: null,
});
/** A set of these texts, with the ids of their rows. */
function setOf(...texts: TextContent[]): { setId: number; rows: number[] } {
  const setId = addSet('s').id;
  return { setId, rows: store.write(() => addTexts(store.database, setId, texts)) };
}
const shown = (setId: number, page: { offset?: number; limit?: number } = {}) =>
  listTexts(store.database, { setId, offset: 0, limit: 100, ...page });
const contents = (setId: number) => shown(setId).map((row) => row.text);
const found = (setId: number, search: string) =>
  textsWithIds(store.database, matchingTexts(store.database, { setId, search, from: 0, count: 100 }));

describe('a set of texts', () => {
  it('is listed, found by name, renamed, removed and restored', () => {
    const { database } = store;
    const first = addSet('first');
    expect(first).toMatchObject({ projectId, name: 'first', source: 'manual', textCount: 0, labels: [] });
    const second = addSet('second');
    expect(findTextSet(database, projectId, 'second')?.id).toBe(second.id);
    expect(findTextSet(database, projectId + 1, 'second')).toBe(null);

    TEXT_SETS.update(store.database, { id: second.id, name: 'poems', description: 'by nobody' });
    const renamed = getTextSet(database, second.id);
    expect(renamed).toMatchObject({ name: 'poems', description: 'by nobody' });
    expect(() => TEXT_SETS.update(database, { id: first.id, name: 'poems', description: '' })).toThrow(
      'the project has a text set named “poems” already',
    );

    TEXT_SETS.remove(database, first.id);
    expect(listTextSets(database, projectId)).toEqual([renamed]);
    expect(() => getTextSet(database, first.id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    addSet('first');
    expect(() => TEXT_SETS.restore(database, first.id)).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    );
    TEXT_SETS.update(database, { id: second.id + 1, name: 'another', description: '' });
    TEXT_SETS.restore(database, first.id);
    expect(getTextSet(database, first.id)).toEqual(first);
  });

  it('belongs to a project that is there, and its name to nobody else', () => {
    addSet('s');
    expect(() => addSet('s')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    projectId = 99;
    expect(() => addSet('t')).toThrow('this project is not here');
  });

  it('counts its texts by label', () => {
    const { setId } = setOf(text('a', 'x'), text('b'), text('c', 'x'), text('d', 'w'));
    expect(getTextSet(store.database, setId)).toMatchObject({
      textCount: 4,
      labels: [
        { label: 'w', texts: 1 },
        { label: 'x', texts: 2 },
        { label: null, texts: 1 },
      ],
    });
  });
});

describe('texts', () => {
  it('come in the set’s order, a page at a time, as text or as ids', () => {
    const ids: TextContent = { label: null, text: null, ids: [3, 1, 4] };
    const { setId, rows } = setOf(text('one', 'x'), ids, text('three'));
    const more = store.write(() => addTexts(store.database, setId, [text('four')]));
    expect(shown(setId)).toEqual([
      { id: rows[0], setId, position: 0, label: 'x', text: 'one', ids: null },
      { id: rows[1], setId, position: 1, label: null, text: null, ids: [3, 1, 4] },
      { id: rows[2], setId, position: 2, label: null, text: 'three', ids: null },
      { id: more[0], setId, position: 3, label: null, text: 'four', ids: null },
    ]);
    expect(shown(setId, { offset: 2, limit: 1 })).toMatchObject([{ text: 'three' }]);
    expect([...textsInPieces(store.database, setId)].flat()).toEqual(shown(setId));
    expect(placesOfTexts(store.database, setId)).toBe(4);
    expect([...textsInOrder(store.database, setId)]).toEqual(shown(setId));
  });

  it('are either text or ids', () => {
    const { setId } = setOf();
    for (const neither of [
      { label: null, text: null, ids: null },
      { label: null, text: 'a', ids: [1] },
    ])
      expect(() => store.write(() => addTexts(store.database, setId, [text('kept?'), neither]))).toThrow(
        /CHECK constraint/,
      );
    expect(shown(setId)).toEqual([]);
  });

  it('are found by text, ids or label, whatever the case', () => {
    const { setId } = setOf(text('Élan vital'), text('plain', 'Über'), {
      label: null,
      text: null,
      ids: [31, 4],
    });
    expect(found(setId, 'éLAN').map((row) => row.text)).toEqual(['Élan vital']);
    expect(found(setId, 'über').map((row) => row.text)).toEqual(['plain']);
    expect(found(setId, '31').map(({ ids }) => ids)).toEqual([[31, 4]]);
    expect(found(setId, '%')).toEqual([]);
  });

  it('that are edited keep their place and leave a tombstone behind', () => {
    const { setId, rows } = setOf(text('one'), text('two'), text('three'));
    const [first = 0, second = 0] = rows;
    const edited = store.write(() => replaceText(store.database, second, text('zwei')));
    expect(contents(setId)).toEqual(['one', 'zwei', 'three']);
    expect(getText(store.database, second).text).toBe('two');
    expect(() => store.write(() => replaceText(store.database, second, text('again')))).toThrow(
      'this text is not here',
    );
    expect(() => store.write(() => restoreTexts(store.database, [second]))).toThrow(
      'this text cannot come back: another text has its place',
    );

    store.write(() => removeTexts(store.database, [edited.id]));
    expect(contents(setId)).toEqual(['one', 'three']);
    expect(() => store.write(() => removeTexts(store.database, [first, 999]))).toThrow(
      'this text is not here',
    );
    expect(contents(setId)).toEqual(['one', 'three']);
    store.write(() => restoreTexts(store.database, [edited.id]));
    expect(contents(setId)).toEqual(['one', 'zwei', 'three']);
  });

  it('of a removed last place leave it to nobody else', () => {
    const { setId, rows } = setOf(text('one'), text('two'));
    store.write(() => removeTexts(store.database, rows.slice(1)));
    store.write(() => addTexts(store.database, setId, [text('three')]));
    store.write(() => restoreTexts(store.database, rows.slice(1)));
    expect(contents(setId)).toEqual(['one', 'two', 'three']);
  });

  it('make the hash of their set, as far as they are in it', () => {
    const { setId, rows } = setOf(text('one', 'x'), text('two'));
    expect(hashTextSet(store.database, setId)).toBe(textSetHash([text('one', 'x'), text('two')]));
    store.write(() => removeTexts(store.database, rows.slice(0, 1)));
    expect(hashTextSet(store.database, setId)).toBe(textSetHash([text('two')]));
  });
});
