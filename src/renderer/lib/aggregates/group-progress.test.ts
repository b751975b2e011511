import { expect, test } from 'vitest';
import { groupProgress } from './group-progress.ts';

test('grids are drawn once all have come, or once no more of them will', () => {
  expect(groupProgress(3, 12, false)).toEqual({
    words: '3 of 12 groups computed; they are drawn once all are there, on one scale of colours',
    areDrawn: false,
  });
  expect(groupProgress(3, 12, true)).toEqual({
    words: 'Stopped after 3 of 12 groups; the colours end where those that are there do',
    areDrawn: true,
  });
  expect(groupProgress(12, 12, false).areDrawn).toBe(true);
});
