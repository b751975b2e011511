import { describe, expect, test } from 'vitest';
import {
  AT_TOP,
  TALLEST_RUNWAY,
  follow,
  isRunningOut,
  reveal,
  rowsInSight,
  runwayHeight,
  settle,
} from './long-scroll.ts';

const short = { listHeight: 10_000, viewportHeight: 600 };
/** A million rows of 28 px. */
const long = { listHeight: 28_000_000, viewportHeight: 600 };

test('a list that fits is scrolled as it is', () => {
  expect(runwayHeight(short)).toBe(10_000);
  expect(follow(AT_TOP, 9_400, short)).toEqual({ scrollTop: 9_400, listTop: 9_400 });
  expect(isRunningOut(AT_TOP, short)).toBe(false);
});

describe('a list of a million rows', () => {
  test('stands on a runway that a browser can lay out', () => {
    expect(runwayHeight(long)).toBe(TALLEST_RUNWAY);
  });

  test('moves by the pixels of a small step', () => {
    expect(follow(AT_TOP, 100, long)).toEqual({ scrollTop: 100, listTop: 100 });
  });

  test('leaps to the same fraction', () => {
    const middle = (TALLEST_RUNWAY - 600) / 2;
    expect(follow(AT_TOP, middle, long).listTop).toBe((28_000_000 - 600) / 2);
  });

  test('ends where the runway ends', () => {
    const end = follow(AT_TOP, TALLEST_RUNWAY - 600, long);
    expect(end.listTop).toBe(28_000_000 - 600);
    expect(settle(end, long)).toEqual(end);
  });

  test('settling moves the scroll bar and no row', () => {
    let place = AT_TOP;
    for (let scrollTop = 100; scrollTop <= 70_000; scrollTop += 100) place = follow(place, scrollTop, long);
    expect(place).toEqual({ scrollTop: 70_000, listTop: 70_000 });
    const settled = settle(place, long);
    expect(settled.listTop).toBe(70_000);
    // 70,000 of 27,999,400 is 0.0025 of the list; the runway scrolls 7,999,400 px.
    expect(settled.scrollTop).toBe(19_999);
  });

  test('is put right before the runway ends under it', () => {
    expect(isRunningOut({ scrollTop: 500, listTop: 900_000 }, long)).toBe(true);
    expect(isRunningOut({ scrollTop: 500, listTop: 1_000 }, long)).toBe(false);
    expect(isRunningOut({ scrollTop: 500_000, listTop: 900_000 }, long)).toBe(false);
  });

  test('reveals a row', () => {
    const place = reveal(28 * 999_999, long);
    expect(place.listTop).toBe(28_000_000 - 600);
    expect(place.scrollTop).toBe(TALLEST_RUNWAY - 600);
  });
});

test('rows in sight, and ten to either side of them, as far as there are any', () => {
  const extent = { listHeight: 100 * 28, viewportHeight: 280 };
  expect(rowsInSight({ scrollTop: 0, listTop: 0 }, extent, 28)).toEqual([0, 20]);
  expect(rowsInSight({ scrollTop: 1120, listTop: 1120 }, extent, 28)).toEqual([30, 60]);
  expect(rowsInSight({ scrollTop: 2520, listTop: 2520 }, extent, 28)).toEqual([80, 99]);
  expect(rowsInSight({ scrollTop: 0, listTop: 0 }, { listHeight: 0, viewportHeight: 280 }, 28)).toEqual([
    0, -1,
  ]);
});
