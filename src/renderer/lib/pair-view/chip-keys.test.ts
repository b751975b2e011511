import { expect, test } from 'vitest';
import { chipKey, type KeysIn } from './chip-keys.ts';

const keys: KeysIn = {
  links: [
    [0, 0],
    [2, 3],
  ],
  spans: { original: [0, 2], counterfactual: [0, 3] },
  direction: 'ltr',
};
const original = (index: number) => ({ side: 'original', index }) as const;
const counterfactual = (index: number) => ({ side: 'counterfactual', index }) as const;

test.each([
  ['ArrowRight', original(1), original(2)],
  ['ArrowRight', original(2), original(2)],
  ['ArrowLeft', original(0), original(0)],
  // To the counterpart, else to what stands nearest.
  ['ArrowDown', original(2), counterfactual(3)],
  ['ArrowDown', original(1), counterfactual(1)],
  ['ArrowUp', counterfactual(3), original(2)],
  ['ArrowDown', counterfactual(1), counterfactual(1)],
])('%s at %j goes to %j', (key, at, to) => {
  expect(chipKey(key, at, keys)).toEqual({ do: 'go', to });
});

test('in text from right to left the keys go as they point', () => {
  expect(chipKey('ArrowLeft', original(1), { ...keys, direction: 'rtl' })).toEqual({
    do: 'go',
    to: original(2),
  });
});

test('Delete unties, and other keys do nothing', () => {
  expect(chipKey('Delete', original(1), keys)).toEqual({ do: 'untie' });
  expect(chipKey('Backspace', original(1), keys)).toEqual({ do: 'untie' });
  expect(chipKey('j', original(1), keys)).toBeNull();
});
