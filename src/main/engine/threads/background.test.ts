import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { givePeopleWay, inBackground, isInBackground, whileWaiting } from './background.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Whether it has settled, after whatever is due by now. */
async function isOver(work: Promise<unknown>): Promise<boolean> {
  let over = false;
  void work.then(() => (over = true));
  await vi.advanceTimersByTimeAsync(0);
  return over;
}

test('it goes along with all that is awaited', async () => {
  const seen = await inBackground(async () => {
    await Promise.resolve();
    return isInBackground();
  });
  expect([seen, isInBackground()]).toEqual([true, false]);
});

test('the background waits until a person is answered', async () => {
  const answer = Promise.withResolvers<string>();
  const call = whileWaiting(() => answer.promise);
  const giving = inBackground(givePeopleWay);
  expect(await isOver(giving)).toBe(false);
  expect(await isOver(givePeopleWay())).toBe(true);
  answer.resolve('a pair');
  expect(await call).toBe('a pair');
  expect(await isOver(giving)).toBe(true);
});

test('but never for more than a moment, and not for who waits for something long', async () => {
  const answer = Promise.withResolvers<void>();
  const call = whileWaiting(() => answer.promise);
  const giving = inBackground(givePeopleWay);
  await vi.advanceTimersByTimeAsync(100);
  expect(await isOver(giving)).toBe(true);
  await vi.advanceTimersByTimeAsync(900);
  expect(await isOver(inBackground(givePeopleWay))).toBe(true);
  answer.reject(new Error('cancelled'));
  await expect(call).rejects.toThrow('cancelled');
  // It is not taken off twice: the next one counts.
  void whileWaiting(() => new Promise(() => undefined));
  expect(await isOver(inBackground(givePeopleWay))).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
});
