import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lineKeys, listKey } from './list-keys.ts';

/** Within a button, or not. */
class Place {
  readonly #inButton: boolean;

  constructor(inButton: boolean) {
    this.#inButton = inButton;
  }

  closest(): Place | null {
    return this.#inButton ? this : null;
  }
}

beforeAll(() => void vi.stubGlobal('Element', Place));
afterAll(() => void vi.unstubAllGlobals());

/** What a key does to a list of which line 30 is selected. */
function press(key: string, { inButton = false, count = 50 } = {}): object {
  const done: [string, number][] = [];
  let taken = false;
  const event = { key, target: new Place(inButton), preventDefault: () => (taken = true) };
  listKey(event as unknown as KeyboardEvent, {
    at: 30,
    count,
    select: (line) => done.push(['select', line]),
    open: (line) => done.push(['open', line]),
  });
  return { done, taken };
}

test.each([
  ['ArrowUp', 'select', 29],
  ['ArrowDown', 'select', 31],
  ['PageUp', 'select', 10],
  ['PageDown', 'select', 49],
  ['Home', 'select', 0],
  ['End', 'select', 49],
  ['Enter', 'open', 30],
])('%s', (key, what, line) => {
  expect(press(key)).toEqual({ done: [[what, line]], taken: true });
});

test('other keys, and those of a button within the list, are left alone', () => {
  const nothing = { done: [], taken: false };
  expect([press('a'), press('Enter', { inButton: true }), press('End', { inButton: true })]).toEqual([
    nothing,
    nothing,
    nothing,
  ]);
});

test('of an empty list there is nothing but its beginning', () => {
  expect(press('End', { count: 0 })).toEqual({ done: [['select', 0]], taken: true });
});

test('j and k step and give the list the focus; o and Enter open the line', () => {
  const done: unknown[] = [];
  const keys = lineKeys({ next: 'Next line', before: 'Line before', open: 'Open the pair' }, () => ({
    at: 30,
    count: 50,
    select: (line) => done.push(['select', line]),
    open: (line) => done.push(['open', line]),
    focus: () => done.push('focus'),
  }));
  for (const { run } of keys) run?.();
  expect(keys.map(({ key, what }) => `${key}: ${what}`)).toEqual([
    'j: Next line',
    'k: Line before',
    'o: Open the pair',
    'Enter: Open the pair',
  ]);
  expect(done).toEqual(['focus', ['select', 31], 'focus', ['select', 29], ['open', 30], ['open', 30]]);
});
