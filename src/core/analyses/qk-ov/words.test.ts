import { expect, test } from 'vitest';
import { namedTensor } from '../named-tensor.ts';
import { qkOvFindings } from './words.ts';

/** One layer of heads with these copying scores. */
const of = (scores: readonly number[]) => {
  const sizes = { layer: 1, head: scores.length, part: 2 };
  const eigen = namedTensor(sizes, Float64Array.from(scores.flatMap((score) => [score, 1])));
  return new Map([
    ['circuits.raw.ov_residual_eigen', eigen],
    ['circuits.raw.ov_eigen', eigen],
  ]);
};

test('both ends of the copying scores are named, to the same decimals, and no head at both', () => {
  expect(qkOvFindings(of([0.5, -0.0014, 1, 0.25]))[0]).toBe(
    'Heads that most make likelier what they attend to, by their copying score: L0 H2 1.000, L0 H0 0.500, L0 H3 0.250; least: L0 H1 −0.001.',
  );
  expect(qkOvFindings(of([0.5, 1]))[0]).toMatch(/: L0 H1 1\.000, L0 H0 0\.500\.$/);
});

test('what the score is stands after it', () => {
  expect(qkOvFindings(of([0.5]))).toContainEqual(
    expect.stringMatching(
      /^Copying score: the sum of the eigenvalues of W_E OV W_U over the sum of their moduli;/,
    ),
  );
});
