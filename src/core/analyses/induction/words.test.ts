import { formatEstimate, formatShare } from '../estimate.ts';
import { describe, expect, it } from 'vitest';
import { inductionResult, type Interval } from './result.example.ts';
import { byDifference, inductionHeads, type InductionVerdict } from './heads.ts';
import { inductionFindings } from './words.ts';

const YES: Interval = [0.5, 0.4, 0.6];
const NO: Interval = [0.05, 0.01, 0.09];
const OPEN: Interval = [0.1, 0.05, 0.15];
const BELOW: Interval = [-0.3, -0.4, -0.2];
const NONE: Interval = [0.4, Number.NaN, Number.NaN];

describe('verdicts', () => {
  it.each<[Interval, InductionVerdict]>([
    [YES, 'induction'],
    [NO, 'none'],
    [OPEN, 'undecided'],
    [BELOW, 'none'],
    // Without an interval nothing is called.
    [NONE, 'untested'],
    // An end at the margin itself is on neither side of it.
    [[0.2, 0.1, 0.3], 'undecided'],
    [[0.05, 0, 0.1], 'undecided'],
    [[0.2, 0.1 + Number.EPSILON, 0.3], 'induction'],
  ])('of %j: %s', (difference, verdict) => {
    const [head] = inductionHeads(inductionResult({ differences: [[difference]] }));
    expect(head?.verdict).toBe(verdict);
  });

  it('that q does not bear out is no call', () => {
    const verdictAt = (q: number) => inductionHeads(inductionResult({ differences: [[YES]], q }))[0]?.verdict;
    expect([verdictAt(0.05), verdictAt(0.051), verdictAt(Number.NaN)]).toEqual([
      'induction',
      'undecided',
      'undecided',
    ]);
  });

  it('heads in the order of their difference, ties to the lower layer and head, undefined ones last', () => {
    const nothing: Interval = [Number.NaN, Number.NaN, Number.NaN];
    const result = inductionResult({
      differences: [
        [nothing, OPEN, NO],
        [YES, OPEN, BELOW],
      ],
    });
    expect(byDifference(inductionHeads(result)).map(({ layer, head }) => [layer, head])).toEqual([
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [0, 0],
    ]);
  });
});

describe('estimates', () => {
  it.each([
    [{ mean: 0.5, low: 0.25, high: 0.75 }, '', '0.500 [0.250, 0.750]'],
    [{ mean: 0.5, low: 0.25, high: 0.75 }, 'nats', '0.500 [0.250, 0.750] nats'],
    [{ mean: 0.5, low: null, high: null }, 'nats', '0.500 nats'],
    [{ mean: 1.42, low: 1.42, high: 1.42 }, 'nats', '1.420 nats (the same in all)'],
    [{ mean: null, low: null, high: null }, 'nats', 'undefined'],
  ])('%j %s', (estimate, unit, text) => {
    expect(formatEstimate(estimate, unit)).toBe(text);
  });
});

describe('shares in columns', () => {
  it.each([
    [{ mean: 0.8594, low: 0.8431, high: 0.8744 }, '0.859 [0.843, 0.874]'],
    [{ mean: -0.00028, low: -0.00048, high: 0.00007 }, '−0.00028 [−0.00048, 0.00007]'],
    // What would round to 0 has a direction all the same.
    [{ mean: -0.00028, low: null, high: null }, '>−0.001'],
    [{ mean: 0, low: null, high: null }, '0.000'],
    [{ mean: -0.25, low: null, high: null }, '−0.250'],
    [{ mean: null, low: null, high: null }, 'undefined'],
  ])('%j: %s', (estimate, text) => {
    expect(formatShare(estimate)).toBe(text);
  });
});

describe('findings', () => {
  const RULE =
    'Called: score less control lies above 0.1 with its whole 95 % interval, and q is at most 0.05; n = 5 sequences.';
  const TOO_FEW = 'With 5 sequences no head can be called: the least possible p is 0.063.';
  const LOSS =
    'Loss on the second copy is 0.500 [0.250, 0.750] nats a token, against 2.750 [2.500, 3.000] nats on tokens in its place that repeat nothing, 2.250 [2.000, 2.500] nats less.';

  it('of one induction head among four', () => {
    const result = inductionResult({
      differences: [
        [NO, BELOW],
        [YES, OPEN],
      ],
    });
    expect(inductionFindings(result)).toEqual([
      '1 of 4 heads is an induction head: L1 H0.',
      'L1 H0 has the largest difference from its control, of 4 heads: it gives 0.520 [0.420, 0.620] of its attention to what followed the same token before, and 0.020 [0.010, 0.040] to the same places where nothing is repeated; the difference is 0.500 [0.400, 0.600] (q = 0.004, Benjamini-Hochberg over all heads). Evenly spread attention would give 0.200.',
      TOO_FEW,
      '2 heads are no induction heads: the whole interval of the difference lies below 0.1; 1 head is undecided: the interval does not lie on one side of 0.1, or q is above 0.05.',
      LOSS,
      RULE,
    ]);
  });

  it('of all heads: there are no others to speak of', () => {
    const [headline, , ...more] = inductionFindings(inductionResult({ differences: [[YES], [YES]] }));
    expect(headline).toBe('2 of 2 heads are induction heads: L0 H0, L1 H0.');
    expect(more).toEqual([TOO_FEW, LOSS, RULE]);
  });

  it('of none', () => {
    const [headline, , , others] = inductionFindings(inductionResult({ differences: [[NO, NO]] }));
    expect(headline).toBe('None of 2 heads is an induction head.');
    expect(others).toBe(
      '2 heads are no induction heads: the whole interval of the difference lies below 0.1.',
    );
  });

  it('where one sequence decides nothing', () => {
    const result = inductionResult({ differences: [[NONE]], sequences: 1 });
    const [headline, furthest, ...others] = inductionFindings(result);
    expect(headline).toBe('Too few sequences to tell whether any of 1 head is an induction head.');
    expect(furthest).toContain('it gives 0.420 of its attention');
    expect(others.join(' ')).not.toContain('undecided');
    expect(others.at(-1)).toContain('n = 1 sequence.');
  });

  it('of a model that repetition confuses', () => {
    const findings = inductionFindings(
      inductionResult({ differences: [[NO]], lossDifference: [-0.5, -0.75, -0.25] }),
    );
    expect(findings.at(-2)).toMatch(/, 0\.500 \[0\.250, 0\.750\] nats more\.$/);
  });
});
