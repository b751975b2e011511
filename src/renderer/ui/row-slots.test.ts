import { describe, expect, it } from 'vitest';
import { keepSlots } from './row-slots.ts';

const slotsOf = (...keys: string[]) => keepSlots(new Map(), keys);

describe('slots of rows', () => {
  it('are counted from the top at first', () => {
    expect([...slotsOf('a', 'b', 'c')]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('stay with rows that stay, and those of rows that left go to rows that come', () => {
    const after = keepSlots(slotsOf('a', 'b', 'c', 'd'), ['c', 'd', 'e', 'f']);
    expect(Object.fromEntries(after)).toEqual({ c: 2, d: 3, e: 0, f: 1 });
  });

  it('stay with rows that others were put above', () => {
    const after = keepSlots(slotsOf('a', 'b', 'c', 'd'), ['a', 'a1', 'a2', 'b']);
    expect(Object.fromEntries(after)).toEqual({ a: 0, b: 1, a1: 2, a2: 3 });
  });

  it('are as few as the rows that are in sight together, however far one scrolls', () => {
    let slots = slotsOf('0', '1', '2');
    for (let top = 1; top < 50; top++) slots = keepSlots(slots, [top, top + 1, top + 2].map(String));
    expect([...slots.values()].toSorted()).toEqual([0, 1, 2]);
  });
});
