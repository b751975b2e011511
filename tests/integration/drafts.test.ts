/** What is begun and not finished stays with its workspace. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Drafts } from '../../src/main/engine/drafts.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
const stores: WritableStore[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  folder.remove();
});

function open(name: string): { drafts: Drafts; projectId: number } {
  const store = openStore(`${folder.path}/${name}.sqlite`);
  stores.push(store);
  const project = store.write((database) => createProject(database, { name: 'Mine', description: '' }));
  return { drafts: new Drafts(store), projectId: project.id };
}

it('is there after the workspace has been closed, and gone when nothing is begun any more', () => {
  const { drafts, projectId } = open('one');
  const place = { of: 'figure', id: projectId } as const;
  expect(drafts.get(place)).toEqual({ text: null });
  drafts.save({ ...place, text: '{"panels":[1]}' });
  stores.splice(0).forEach((store) => store.close());
  const again = openStore(`${folder.path}/one.sqlite`);
  stores.push(again);
  expect(new Drafts(again).get(place)).toEqual({ text: '{"panels":[1]}' });
  new Drafts(again).save({ ...place, text: null });
  expect(new Drafts(again).get(place)).toEqual({ text: null });
});

it('is of one workspace: another with a project of the same number has its own', () => {
  const [one, other] = [open('one'), open('other')];
  expect(other.projectId).toBe(one.projectId);
  one.drafts.save({ of: 'figure', id: one.projectId, text: 'of the one' });
  expect(other.drafts.get({ of: 'figure', id: other.projectId })).toEqual({ text: null });
});

it('is of a project or a set that is there', () => {
  const { drafts, projectId } = open('one');
  expect(() => drafts.get({ of: 'figure', id: projectId + 1 })).toThrow(/this project is not here/);
  for (const of of ['template', 'rule'] as const)
    expect(() => drafts.save({ of, id: 7, text: 'x' })).toThrow(/is not here/);
});
