import { expect, test } from 'vitest';
import type { RunItemError } from '../../../shared/entities.ts';
import { type ErrorSort, placeInSet, sortedErrors } from './error-order.ts';

const error = (
  role: RunItemError['role'],
  position: number,
  original: string | null,
  code: string,
): RunItemError => ({
  role,
  pairId: position + 1,
  position,
  original,
  counterfactual: original,
  code,
  message: 'm',
});
const ERRORS = [
  error('control', 0, 'b', 'SENTENCE_TOO_LONG'),
  error('set', 10, 'a', 'SENTENCE_TOO_LONG'),
  error('set', 2, null, 'INFERENCE_FAILED'),
];

test.each<[ErrorSort | null, number[]]>([
  [null, [0, 10, 2]],
  // The set first, by number.
  [{ by: 'pair', direction: 'asc' }, [2, 10, 0]],
  [{ by: 'pair', direction: 'desc' }, [0, 10, 2]],
  // Token ids come last either way.
  [{ by: 'original', direction: 'asc' }, [10, 0, 2]],
  [{ by: 'original', direction: 'desc' }, [0, 10, 2]],
])('%j', (sort, order) => {
  expect(sortedErrors(ERRORS, sort).map(({ position }) => position)).toEqual(order);
});

test('by what happened, in its words: those of one kind stand together', () => {
  const sorted = sortedErrors(ERRORS, { by: 'what', direction: 'asc' }).map(({ code }) => code);
  expect(sorted.indexOf('SENTENCE_TOO_LONG') + 1).toBe(sorted.lastIndexOf('SENTENCE_TOO_LONG'));
});

test('a pair is found in its set by how its original begins; one of token ids is not', () => {
  const run = { projectId: 1, set: { id: 3, name: 'a' }, controlSet: { id: 4, name: 'b' } };
  expect(placeInSet(run, error('neutral', 0, 'It is.', 'x'))).toEqual({
    room: 'pairs',
    projectId: 1,
    setId: 3,
    search: 'It is.',
  });
  expect(placeInSet(run, error('control', 0, 'word '.repeat(300), 'x'))).toMatchObject({
    setId: 4,
    search: 'word '.repeat(20),
  });
  expect(placeInSet(run, error('set', 0, null, 'x'))).toBeNull();
});
