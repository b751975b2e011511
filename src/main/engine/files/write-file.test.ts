import { spawnSync } from 'node:child_process';
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { processTag } from './process-tag.ts';
import { prepareDurableUsersFile, writeWholeFile } from './write-file.ts';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pairlens-write-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('leaves a file or nothing, and removes what a process that was killed has left in its folder', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const tagOf = (process: number) => processTag().replace(/\d+$/, `${process}`);
  const theirs = [
    'a.csv',
    'notes.partial',
    `b.csv.${tagOf(process.ppid)}.partial`,
    'c.csv.00000000-1.partial',
  ];
  for (const name of [...theirs, `b.csv.${tagOf(pid)}.partial`]) writeFileSync(join(folder, name), '');
  await writeWholeFile(join(folder, 'a.csv'), 'whole');
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('whole');
  expect(readdirSync(folder).toSorted()).toEqual(theirs.toSorted());
  const failing = async function* () {
    yield await Promise.resolve('half');
    throw new Error('no more');
  };
  await expect(writeWholeFile(join(folder, 'd.csv'), failing())).rejects.toThrow('no more');
  expect(readdirSync(folder).toSorted()).toEqual(theirs.toSorted());
});

it('leaves nothing of what fails before the disk has made its file', async () => {
  const open = fs.openSync;
  const made = Promise.withResolvers<void>();
  const slow = vi.spyOn(fs, 'open').mockImplementation((...asked: unknown[]) => {
    const [path, flags, mode, opened] = asked as [
      string,
      string,
      number,
      (failure: null, file: number) => void,
    ];
    setTimeout(() => {
      opened(null, open(path, flags, mode));
      made.resolve();
    }, 20);
  });
  const failing = async function* () {
    yield await Promise.resolve('half');
    throw new Error('no more');
  };
  await expect(writeWholeFile(join(folder, 'd.csv'), failing())).rejects.toThrow('no more');
  await made.promise;
  slow.mockRestore();
  expect(readdirSync(folder)).toEqual([]);
});

it('prepares a file that is seen when it is placed, and leaves what others write in the folder', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const ended = processTag().replace(/\d+$/, `${pid}`);
  const theirs = `part-2.json.${ended}-01234567.partial`;
  const own = `part-1.json.${ended}-01234567.partial`;
  for (const name of [theirs, own]) writeFileSync(join(folder, name), '');
  const path = join(folder, 'part-1.json');
  const [first, second] = [
    await prepareDurableUsersFile(path, 'first'),
    await prepareDurableUsersFile(path, 'second'),
  ];
  expect(readdirSync(folder)).toContain(theirs);
  expect(readdirSync(folder)).not.toContain(own);
  expect(readdirSync(folder)).not.toContain('part-1.json');
  await first.place();
  await second.discard();
  expect(readFileSync(path, 'utf8')).toBe('first');
  expect(readdirSync(folder).toSorted()).toEqual(['part-1.json', theirs]);
});
