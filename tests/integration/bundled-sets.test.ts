/** What the bundled sets promise of their neutrals, by the tokenizers that they are balanced with. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { balanceOf } from '../../scripts/datasets/balance.ts';
import { changeBetween, shapeOf } from '../../scripts/datasets/change.ts';
import { describeSet, readmePath, tokenizersOf } from '../../scripts/datasets/described.ts';
import { DESCRIBED_SETS, readTriples, SETS_WITH_NEUTRALS } from '../../scripts/datasets/set-files.ts';
import { byteLevel, hebrewCharacters, wordPiece } from '../../scripts/datasets/tokenizers.ts';

test('the tokenizers are those that are meant', async () => {
  const pieces = await wordPiece();
  expect(pieces.encode("He isn't.")).toEqual([101, 2002, 3475, 1005, 1056, 1012, 102]);
  // "He", " isn", "'t", "." in GPT-2's vocabulary
  expect(byteLevel().encode("He isn't.")).toEqual([1544, 2125, 470, 13]);
  expect((await hebrewCharacters()).encode('לא.')).toEqual([0, 31, 19, 11]);
});

test.each(SETS_WITH_NEUTRALS)('%s: both changes of a pair have one shape and one place', async (name) => {
  for (const tokenizer of await tokenizersOf(name)) {
    for (const { original, counterfactual, neutral } of readTriples(name)) {
      const changes = [counterfactual, neutral].map((after) => changeBetween(original, after, tokenizer));
      const [negated, other] = changes as [(typeof changes)[0], (typeof changes)[0]];
      expect(shapeOf(other), `${tokenizer.title}: ${neutral}`).toBe(shapeOf(negated));
      expect(negated.first, counterfactual).not.toBeNull();
      // A word put in that ends as the one before it does may be aligned a character or two earlier.
      const places = tokenizer.title.startsWith('characters') ? 2 : 0;
      expect(Math.abs((other.first ?? NaN) - (negated.first ?? NaN)), neutral).toBeLessThanOrEqual(places);
    }
  }
});

test.each(SETS_WITH_NEUTRALS)('%s: balanced in all that is compared', async (name) => {
  for (const tokenizer of await tokenizersOf(name)) {
    for (const { quantity, standardisedDifference } of balanceOf(readTriples(name), tokenizer).rows) {
      expect(Math.abs(standardisedDifference ?? NaN), `${tokenizer.title}: ${quantity}`).toBeLessThan(0.25);
    }
  }
});

test('negation-hebrew: every character is one of the model’s', async () => {
  const { encode } = await hebrewCharacters();
  const [, unknown] = encode('é');
  for (const { original, counterfactual, neutral } of readTriples('negation-hebrew')) {
    for (const sentence of [original, counterfactual, neutral]) {
      expect(encode(sentence), sentence).not.toContain(unknown);
    }
  }
});

test.each(DESCRIBED_SETS)(
  '%s: the README says what `node scripts/datasets-balance.ts` finds',
  async (name) => {
    const { readme } = await describeSet(name);
    expect(readFileSync(readmePath(name), 'utf8')).toBe(readme);
  },
);
