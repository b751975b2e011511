/** Costs of heads that are taken away, by hand: three texts, two heads. */
import { describe, expect, it } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { namedTensor } from '../named-tensor.ts';
import {
  combineCosts,
  EXPLAINING_METHODS,
  type ExplainedHead,
  explainedDifferences,
  explainedPart,
  explanationRows,
  readExplainedPart,
} from './explanation.ts';
import { explainedVerdict, explanationSentences, leadingDifferences } from './explanation-words.ts';

const HEADS: readonly ExplainedHead[] = [
  { layer: 0, head: 1, detector: 'space' },
  { layer: 2, head: 3, detector: 'previous' },
];
const METHODS = EXPLAINING_METHODS.length;
/** Of a text: increases at positions 1 … 4, the same by every method; the first detector fires at 1 and 2, the other everywhere. */
const part = (space: readonly number[], previous: readonly number[], hasDonor = true) =>
  explainedPart(
    [1, 2, 3, 4],
    [space, previous].flatMap((own) =>
      EXPLAINING_METHODS.map((method) => (method === 'resample' && !hasDonor ? null : own)),
    ),
    [Uint8Array.of(0, 1, 1, 0, 0), Uint8Array.of(1, 1, 1, 1, 1)],
  );

function resultOf(parts: readonly ReturnType<typeof part>[]) {
  const texts = parts.map(readExplainedPart).filter((text) => text !== null);
  return finish(combineCosts(texts, HEADS, null, 0));
}

describe('costs', () => {
  it('are means of a text where its detector fires and elsewhere, and the tokens are counted', () => {
    const own = readExplainedPart(part([4, 2, 1, 0], [1, 1, 1, 5]));
    expect([...(own?.costs.subarray(0, 3) ?? [])]).toEqual([7 / 4, 3, 0.5]);
    expect([...(own?.costs.subarray(3 * METHODS, 3 * METHODS + 3) ?? [])]).toEqual([2, 2, Number.NaN]);
    expect([...(own?.tokens ?? [])]).toEqual([2, 2, 4, 0]);
    expect(readExplainedPart(new Map([['lift', namedTensor({ of: 1 }, new Float64Array(1))]]))).toBeNull();
  });

  const gaps = [2.5, 2.6, 2.4, 2.7, 2.5, 2.4, 2.6, 2.5, 2.3, 2.7, 2.5, 2.6];
  const result = resultOf(gaps.map((gap) => part([gap + 1, gap + 1, 1, 1], [1, 2, 1, 2])));

  it('differ text by text, with an interval, and q over the heads explained', () => {
    const [space, previous] = leadingDifferences(result);
    expect(space).toMatchObject({ method: 'resample', detector: 'space', n: 12, shareElsewhere: 0.5 });
    expect(space?.difference.mean).toBeCloseTo(gaps.reduce((sum, gap) => sum + gap, 0) / 12, 12);
    expect(space?.difference.low).toBeGreaterThan(2.3);
    expect(space?.difference.high).toBeLessThan(2.7);
    expect(space && explainedVerdict(space)).toBe('more');
    expect(previous).toMatchObject({ n: 0, shareElsewhere: 0, difference: { mean: null }, q: null });
    // One test alone: q is p.
    expect(space?.q).toBe(space?.p);
    expect(explainedDifferences(result)).toHaveLength(2 * METHODS);
    expect(explanationRows(result)).toHaveLength(2 * METHODS * 3);
  });

  it('are said head by head; nothing is said of where, where a detector fires everywhere', () => {
    expect(explanationSentences(result)).toEqual([
      'Of 2 heads taken away on unseen texts (another text in its place) 1 costs more where the detector fires than elsewhere, 1 with too few tokens elsewhere to tell. q is over these heads.',
      expect.stringMatching(
        /^L0 H1: taking it away costs more where space fires, 3\.525 \[.+\] nats a token, than elsewhere, 1: a difference of 2\.525 \[.+\] \(q = .+, n = 12 texts with both\)\.$/,
      ),
      expect.stringMatching(
        /^L2 H3: taking it away costs 1\.500.* nats a token\. None of the tokens lies where previous does not fire/,
      ),
      '',
    ]);
  });

  it('of a single text are given by the mean of the set, for there is no other', () => {
    const alone = resultOf([part([1, 1, 0, 0], [1, 1, 1, 1], false)]);
    expect(leadingDifferences(alone).map(({ method, n }) => [method, n])).toEqual([
      ['mean_set', 1],
      ['mean_set', 0],
    ]);
    expect(explanationSentences(alone).join(' ')).toContain(
      'is not found to cost more or less where space fires',
    );
  });
});
