import { expect, test, vi } from 'vitest';
import { IDLE_MILLISECONDS } from '../inference/idle.ts';
import { Recent } from './recent.ts';

/** Each thing is its own size; returns what had to be made. */
async function madeBy(asked: readonly [string, number][]): Promise<string[]> {
  const recent = new Recent<number>(10, (size) => size);
  const made: string[] = [];
  for (const [key, size] of asked)
    await recent.get(key, () => {
      made.push(key);
      return Promise.resolve(size);
    });
  return made;
}

test('what fits stays, and the one longest not asked for goes first', async () => {
  expect(await madeBy([['a', 4], ['b', 4], ['a', 4], ['c', 4], ['a', 4], ['b', 4]])).toEqual(['a', 'b', 'c', 'b']); // prettier-ignore
});

test('what is larger than memory stays while it is the last', async () => {
  expect(await madeBy([['a', 4], ['large', 99], ['large', 99], ['a', 4], ['large', 99]])).toEqual(['a', 'large', 'a', 'large']); // prettier-ignore
});

test('nothing stays when nobody has asked for a while', async () => {
  vi.useFakeTimers();
  try {
    const recent = new Recent<number>(10, (size) => size);
    const made = vi.fn(() => Promise.resolve(1));
    await recent.get('a', made);
    vi.advanceTimersByTime(IDLE_MILLISECONDS - 1);
    await recent.get('a', made);
    vi.advanceTimersByTime(IDLE_MILLISECONDS - 1);
    await recent.get('a', made);
    expect(made).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(IDLE_MILLISECONDS);
    await recent.get('a', made);
    expect(made).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});
