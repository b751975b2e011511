import { expect, it } from 'vitest';
import { memoryGroups } from './memory-groups.ts';

const MB = 2 ** 20;

it('keeps the order, fills a group as far as the bound, and lets what is beyond it go alone', () => {
  const sizes = [100, 156, 1, 300, 0, 256, 1];
  const groups = [...memoryGroups(sizes, (size) => size * MB, undefined)];
  expect(groups.map(({ items }) => items)).toEqual([[100, 156], [1], [300], [0, 256], [1]]);
  expect([...memoryGroups([], () => 1, undefined)]).toEqual([]);
});

it('tells of a group as a share of all', () => {
  const told: number[] = [];
  const following = { signal: new AbortController().signal, onShare: (share: number) => told.push(share) };
  for (const group of memoryGroups([200, 200, 20, 20], (size) => size * MB, following))
    for (const share of [0.5, 1]) group.following?.onShare(share);
  expect(told).toEqual([0.125, 0.25, 0.625, 1]);
});
