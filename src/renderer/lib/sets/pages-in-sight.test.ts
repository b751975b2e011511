import { expect, test } from 'vitest';
import { completePages, pagesInSight } from './pages-in-sight.ts';

/** Of six rows in pages of two, the second and the third are in sight. */
const PAGES = [1, 2];
const BEFORE = new Map([
  [1, ['c', 'd']],
  [2, ['e', 'f']],
]);
const before = (page: number): string[] | undefined => BEFORE.get(page);
const stands = (page: number) => ({ data: before(page), isPlaceholderData: true });
const answer = (...data: string[]) => ({ data, isPlaceholderData: false });
const NOT_YET = { data: undefined, isPlaceholderData: false };

test('what was in sight stays until all of it is answered, so that no row stands twice', () => {
  expect(pagesInSight(PAGES, [stands(1), stands(2)], before)).toEqual([
    ['c', 'd'],
    ['e', 'f'],
  ]);
  // Turned round: 'e' and 'f' come to stand where 'a' and 'b' were, 'd' and 'c' where they were.
  expect(pagesInSight(PAGES, [answer('d', 'c'), stands(2)], before).flat()).toEqual(['c', 'd', 'e', 'f']);
  expect(pagesInSight(PAGES, [answer('d', 'c'), answer('b', 'a')], before).flat()).toEqual([
    'd',
    'c',
    'b',
    'a',
  ]);
});

test('a page that came into sight meanwhile is empty until it is there', () => {
  expect(pagesInSight([2, 3], [stands(2), NOT_YET], before)).toEqual([['e', 'f'], undefined]);
  expect(pagesInSight([2, 3], [answer('b', 'a'), NOT_YET], before)).toEqual([['b', 'a'], undefined]);
  expect(pagesInSight(PAGES, [NOT_YET, NOT_YET], () => undefined)).toEqual([undefined, undefined]);
});

test('pages stay for the next search once all of them are answered, and not before', () => {
  expect(completePages(PAGES, [answer('d', 'c'), stands(2)])).toBeNull();
  expect(completePages(PAGES, [answer('d', 'c'), NOT_YET])).toBeNull();
  expect(completePages(PAGES, [answer('d', 'c'), answer('b', 'a')])).toEqual(
    new Map([
      [1, ['d', 'c']],
      [2, ['b', 'a']],
    ]),
  );
});
