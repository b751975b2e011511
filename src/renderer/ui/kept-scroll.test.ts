import { expect, test } from 'vitest';
import { KeptScroll } from './kept-scroll.ts';

const NEW = { isNew: true, isSamePlace: false };
const BACK = { isNew: false, isSamePlace: false };

/** A window that holds what was stored, and on which things are done. */
function fakePage(stored: string | null = null) {
  const listeners = new Map<string, () => void>();
  const sessionStorage = {
    getItem: () => stored,
    setItem: (_key: string, value: string) => {
      stored = value;
    },
  };
  const addEventListener = (type: string, listener: () => void) => listeners.set(type, listener);
  return {
    page: { addEventListener, sessionStorage } as unknown as Pick<
      Window,
      'addEventListener' | 'sessionStorage'
    >,
    happens: (type: string) => listeners.get(type)?.(),
    stored: () => stored,
  };
}

test('an entry that is come back to is where it was left, until the person does something', () => {
  const kept = new KeptScroll();
  const { page, happens } = fakePage();
  kept.start(page);
  kept.arrive(1, NEW);
  kept.keepPlace('room', 700);
  expect(kept.placeToReturnTo('room')).toBeUndefined();
  kept.arrive(2, NEW);
  kept.keepPlace('room', 30);
  kept.arrive(1, BACK);
  expect(kept.isReturning).toBe(true);
  expect(kept.placeToReturnTo('room')).toBe(700);
  expect(kept.placeToReturnTo('table Bigrams')).toBeUndefined();
  happens('wheel');
  expect(kept.isReturning).toBe(false);
  expect(kept.placeToReturnTo('room')).toBeUndefined();
  kept.arrive(2, BACK);
  expect(kept.placeToReturnTo('room')).toBe(30);
});

test('a new entry of the same place is scrolled as the one before', () => {
  const kept = new KeptScroll();
  kept.arrive(1, NEW);
  kept.keepPlace('room', 700);
  kept.arrive(2, { isNew: true, isSamePlace: true });
  kept.arrive(3, NEW);
  kept.arrive(2, BACK);
  expect(kept.placeToReturnTo('room')).toBe(700);
});

test('what was remembered outlives a reload, and what is no memory is left out', () => {
  const before = fakePage();
  const kept = new KeptScroll();
  kept.start(before.page);
  kept.arrive(5, NEW);
  kept.keepPlace('room', 41);
  before.happens('pagehide');
  const again = new KeptScroll();
  again.start(fakePage(before.stored()).page);
  again.arrive(5, BACK);
  expect(again.placeToReturnTo('room')).toBe(41);
  const odd = new KeptScroll();
  odd.start(fakePage('[["5 room","x"],7,["5 table",3]]').page);
  odd.arrive(5, BACK);
  expect([odd.placeToReturnTo('room'), odd.placeToReturnTo('table')]).toEqual([undefined, 3]);
});

test('of more places than are kept, those that were longest untouched go', () => {
  const kept = new KeptScroll();
  for (let entry = 1; entry <= 1001; entry++) {
    kept.arrive(entry, NEW);
    kept.keepPlace('room', entry);
  }
  kept.arrive(1, BACK);
  expect(kept.placeToReturnTo('room')).toBeUndefined();
  kept.arrive(2, BACK);
  expect(kept.placeToReturnTo('room')).toBe(2);
});

test('what is broken in the store of the window is nothing', () => {
  const kept = new KeptScroll();
  kept.start(fakePage('{').page);
  kept.arrive(1, BACK);
  expect(kept.placeToReturnTo('room')).toBeUndefined();
});
