/** What takes long is heard of while it is waited for, and stopped when it is left. */
import { expect, it } from 'vitest';
import { whileWaiting, withWaits } from './while-waiting.ts';

/** Ends only when it is told to. */
async function* sorting(signal: AbortSignal, heard: string[]): AsyncGenerator<number, void, void> {
  yield 1;
  try {
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('nobody waits')));
    });
  } finally {
    heard.push('stopped');
  }
}

it('is left while a piece is waited for, which then ends', async () => {
  const heard: string[] = [];
  const stop = new AbortController();
  const pieces = withWaits(sorting(stop.signal, heard), stop);
  expect(await pieces.next()).toEqual({ done: false, value: 1 });
  expect(await pieces.next()).toEqual({ done: false, value: null });
  await pieces.return();
  expect(heard).toEqual(['stopped']);
  expect(stop.signal.aborted).toBe(true);
});

it('has all pieces, and what they throw', async () => {
  const pieces = (async function* () {
    yield 1;
    yield await Promise.resolve(2);
    throw new Error('of the pieces');
  })();
  const found: (number | null)[] = [];
  const all = async () => {
    for await (const piece of withWaits(pieces, new AbortController())) found.push(piece);
  };
  await expect(all()).rejects.toThrow('of the pieces');
  expect(found).toEqual([1, 2]);
});

it('has the answer once it is there', async () => {
  const later = Promise.withResolvers<number>();
  const answer = whileWaiting(later.promise);
  expect(await answer.next()).toEqual({ done: false, value: null });
  later.resolve(5);
  expect(await answer.next()).toEqual({ done: true, value: 5 });
});
