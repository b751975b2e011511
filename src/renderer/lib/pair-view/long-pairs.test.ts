import { expect, test } from 'vitest';
import type { PairDetail } from '../../../shared/entities.ts';
import { windowOver } from './long-pairs.ts';

/** 100 tokens, the 60th of which the original lacks. */
const detail = {
  alignment: {
    used: 'edit',
    pairs: Array.from({ length: 99 }, (_, at): [number, number] => [at, at < 60 ? at : at + 1]),
  },
} as unknown as PairDetail;

test.each([
  ['around the first change', null, [52, 67]],
  ['where it was put', 10, [10, 25]],
  ['no farther than the text', 95, [84, 99]],
  ['no sooner than the text', -5, [0, 15]],
])('a window stands %s', (_what, from, expected) => {
  expect(windowOver(detail, 'tokens', { count: 100, from, span: 16 })).toEqual(expected);
});
