import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenIdle } from './when-idle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Fetches that end when they are told to, and what was done with them. */
function fetches(count: number) {
  const said: string[] = [];
  const ends: (() => void)[] = [];
  let isBusy = false;
  const of = Array.from({ length: count }, (_, at) => ({
    isBusy: () => isBusy,
    fetch: () =>
      new Promise<void>((resolve) => {
        said.push(`fetch ${at}`);
        ends[at] = resolve;
      }),
    cancel: () => {
      said.push(`cancel ${at}`);
      return Promise.resolve();
    },
  }));
  return { of, said, end: (at: number) => ends[at]?.(), busy: (is: boolean) => (isBusy = is) };
}

test('one after the other, after a rest each', async () => {
  const { of, said, end } = fetches(2);
  whenIdle(of);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(said).toEqual(['fetch 0']);
  await vi.advanceTimersByTimeAsync(5000);
  expect(said).toEqual(['fetch 0']);
  end(0);
  await vi.advanceTimersByTimeAsync(300);
  expect(said).toEqual(['fetch 0', 'fetch 1']);
});

test('not while something else is asked for', async () => {
  const { of, said, busy } = fetches(1);
  busy(true);
  whenIdle(of);
  await vi.advanceTimersByTimeAsync(900);
  expect(said).toEqual([]);
  busy(false);
  await vi.advanceTimersByTimeAsync(300);
  expect(said).toEqual(['fetch 0']);
});

test('what is under way is cancelled, and nothing more begins', async () => {
  const { of, said, end } = fetches(2);
  const stop = whenIdle(of);
  await vi.advanceTimersByTimeAsync(300);
  stop();
  expect(said).toEqual(['fetch 0', 'cancel 0']);
  end(0);
  await vi.advanceTimersByTimeAsync(900);
  expect(said).toEqual(['fetch 0', 'cancel 0']);
});

test('stopped before the rest is over, nothing is fetched', async () => {
  const { of, said } = fetches(2);
  whenIdle(of)();
  await vi.advanceTimersByTimeAsync(900);
  expect(said).toEqual([]);
});
