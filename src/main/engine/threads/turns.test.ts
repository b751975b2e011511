import { expect, it } from 'vitest';
import { inTurns } from './turns.ts';

it('gives others their turn in the middle of long work, and comes to its result', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('others'));
  function* work() {
    // So long that a turn is over.
    for (const end = performance.now() + 30; performance.now() < end;) yield;
    order.push('work');
    return 'result';
  }
  expect(await inTurns(work())).toBe('result');
  expect(order).toEqual(['others', 'work']);
});

it('does short work at once', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('others'));
  function* work() {
    yield;
    order.push('work');
    yield;
  }
  await inTurns(work());
  expect(order).toEqual(['work']);
});

it('fails with what the work fails with', async () => {
  function* work(): Generator<void, void, void> {
    yield;
    throw new Error('no layer 1');
  }
  await expect(inTurns(work())).rejects.toThrow('no layer 1');
});
