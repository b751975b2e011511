import { afterEach, beforeEach, expect, it } from 'vitest';
import { SavedViews } from '../../src/main/engine/saved-views.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
let views: SavedViews;
let projectId: number;

beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/views.sqlite`);
  views = new SavedViews(store);
  projectId = createProject(store.database, { name: 'p', description: '' }).id;
});
afterEach(() => {
  store.close();
  folder.remove();
});

const inResults = () => ({ projectId, room: 'results' });
const names = () => views.list(inResults()).map(({ name, query }) => `${name} ${query}`);

it('are listed by name, of their room alone; one that is saved again is the new one', () => {
  views.save({ ...inResults(), name: 'strong', query: 'where=a' });
  views.save({ ...inResults(), name: 'Long', query: '' });
  views.save({ projectId, room: 'heads', name: 'strong', query: 'x' });
  views.save({ ...inResults(), name: 'strong', query: 'where=b' });
  expect(names()).toEqual(['Long ', 'strong where=b']);
});

it('come back when they were removed, unless the name is taken', () => {
  const { id } = views.save({ ...inResults(), name: 'strong', query: 'where=a' });
  views.remove({ id });
  expect(names()).toEqual([]);
  expect(() => views.remove({ id })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  views.restore({ id });
  expect(names()).toEqual(['strong where=a']);
  views.remove({ id });
  views.save({ ...inResults(), name: 'strong', query: 'where=b' });
  expect(() => views.restore({ id })).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
});

it('are of a project that is there', () => {
  expect(() => views.save({ projectId: 99, room: 'results', name: 'n', query: '' })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
});
