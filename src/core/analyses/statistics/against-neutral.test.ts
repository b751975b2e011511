import { expect, test } from 'vitest';
import { againstNeutral } from './against-neutral.ts';

test('a run compares a pair with its neutral where both changes have one shape', () => {
  const [original, counterfactual] = [
    [1, 2],
    [1, 9, 2],
  ];
  const told = (aligned: [number, number][]) =>
    againstNeutral({ original, counterfactual, aligned }, [1, 0, 0]);
  expect(
    told([
      [0, 0],
      [1, 2],
    ]),
  ).toEqual({
    isCompared: true,
    words: 'Compared: each puts in 1, takes out 0 and replaces 0.',
  });
  // 2 stands in place of 9.
  expect(
    told([
      [0, 0],
      [1, 1],
    ]),
  ).toEqual({
    isCompared: false,
    words:
      'Not compared: the counterfactual puts in 1, takes out 0 and replaces 1, the neutral puts in 1, takes out 0 and replaces 0.',
  });
});
