import { expect, test } from 'vitest';
import type { SetHistory } from '../../../shared/set-pairs.ts';
import { versionOf } from './set-version.ts';

const change = (version: number, hash: string | null, isUndone = false) =>
  ({ version, hash, isUndone }) as SetHistory['changes'][number];
const history: SetHistory = {
  version: 3,
  changes: [change(4, 'd', true), change(3, 'c'), change(2, null)],
  first: { hash: 'a', createdAt: '', runs: [] },
};

test.each([
  ['c', 3],
  ['a', 1],
  ['d', null],
  ['other', null],
])('the hash %s is that of version %s', (hash, version) => {
  expect(versionOf(history, hash)).toBe(version);
});
