import { expect, it } from 'vitest';
import { pathsBetween, receiversOf } from '../../../../core/analyses/path-patching/paths.ts';
import { checkPaths } from './check-paths.ts';

it('refuses numbers that would not fit in memory, by maps, senders and pairs', () => {
  const shape = { layers: 12, heads: 12, hasMlps: true, hasDirect: true };
  const paths = (to: string[]) =>
    pathsBetween([{ layer: 0, head: 0 }], receiversOf(to, shape, false), ['direct'], {
      from: false,
      to: false,
    });
  // One sender is asked for, but a map has a place for each of 157: 11 layers of 12 heads, three reads.
  const most = Math.floor(2 ** 25 / (396 * 157));
  expect(() => checkPaths(paths(['heads']), shape, most)).not.toThrow();
  expect(() => checkPaths(paths(['heads']), shape, most + 1)).toThrow(
    /62,172 numbers of each of 540 pairs.*name fewer receivers, or take fewer pairs/,
  );
  expect(() => checkPaths(paths(['output']), shape, 100_000)).not.toThrow();
});
