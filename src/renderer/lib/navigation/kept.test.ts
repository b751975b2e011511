import { expect, test } from 'vitest';
import { kept } from './kept.ts';

test('what is equal is the same object, and what is equal of another one is', () => {
  let now = { labels: ['a', 'b'], at: { layer: 1, head: 2 } };
  const read = kept(() => now);
  const first = read();
  now = structuredClone(now);
  expect(read()).toBe(first);
  now = { ...structuredClone(now), at: { layer: 1, head: 3 } };
  expect(read()).toEqual(now);
  expect(read().labels).toBe(first.labels);
  expect(first.at.head).toBe(2);
});

test('it comes to be nothing, and back', () => {
  let now: { readonly head: number } | null = { head: 1 };
  const read = kept(() => now);
  expect(read()).toEqual({ head: 1 });
  now = null;
  expect(read()).toBeNull();
  now = { head: 1 };
  expect(read()).toEqual({ head: 1 });
});
