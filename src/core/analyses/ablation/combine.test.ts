import { describe, expect, it } from 'vitest';
import { randomSource } from '../../statistics/random.ts';
import { finish } from '../../statistics/steps.ts';
import { headNumbers, numberAt } from '../of-heads.ts';
import { namedTensor, type NamedTensors, scalar, scalarOf, tensorOf } from '../named-tensor.ts';
import { combineAblation } from './combine.ts';
import { ablation } from './definition.ts';
import { ablatedHeads, byCost } from './heads.ts';
import { drawMasked, maskedInTurns } from './masked-positions.ts';
import { ablationOfHeads } from './of-heads.ts';
import { ablationOptions } from './options.ts';
import { ablationFindings } from './words.ts';

const OPTIONS = ablationOptions.parse({ seed: 3 });
const SIZES = { layer: 1, head: 4 };
const TEXTS = 12;

/**
 * A head that costs half a nat and a little, one that costs nothing at all, one that the model is better without, and one
 * that now costs and now gains.
 */
function part(text: number): NamedTensors {
  const little = (text % 5) / 100;
  const values = [0.5 + little, little / 100, -0.25 - little, text % 2 === 0 ? 0.3 : -0.28];
  return new Map([
    ['zero', namedTensor(SIZES, Float64Array.from(values))],
    [
      'resample',
      namedTensor(
        SIZES,
        Float64Array.from(values, (value) => 2 * value),
      ),
    ],
    ['clean_loss', scalar(2 + little)],
    ['tokens', scalar(7)],
  ]);
}

/** A text of one token. */
const nothing: NamedTensors = new Map([
  ['zero', namedTensor(SIZES, new Float64Array(4).fill(Number.NaN))],
  ['resample', namedTensor(SIZES, new Float64Array(4).fill(Number.NaN))],
  ['clean_loss', scalar(Number.NaN)],
  ['tokens', scalar(0)],
]);

const parts = [...Array.from({ length: TEXTS }, (_, text) => part(text)), nothing].map((own, position) => ({
  position,
  part: own,
}));
const result = finish(combineAblation(parts, null, OPTIONS));

describe('what the texts come to', () => {
  it('means over the texts that have a value, by method', () => {
    const mean = parts
      .slice(0, TEXTS)
      .reduce((sum, { part: own }) => sum + (own.get('zero')?.data[0] ?? 0) / TEXTS, 0);
    expect(tensorOf(result, 'ablation.zero').data[0]).toBeCloseTo(mean, 12);
    expect(tensorOf(result, 'ablation.resample').data[0]).toBeCloseTo(2 * mean, 12);
    expect([...tensorOf(result, 'ablation.zero_n').data]).toEqual(Array(4).fill(TEXTS));
    expect(tensorOf(result, 'ablation.zero_by_text').shape).toEqual([TEXTS + 1, 1, 4]);
    expect(scalarOf(result, 'ablation.tokens')).toBe(7 * TEXTS);
    expect(result.has('ablation.mean_row')).toBe(false);
  });

  it('a verdict needs the whole interval on one side of the margin, and q', () => {
    expect(ablatedHeads(result, 'zero').map(({ verdict }) => verdict)).toEqual([
      'costs',
      'no matter',
      'gains',
      'undecided',
    ]);
    expect(byCost(ablatedHeads(result, 'zero')).map(({ head }) => head)).toEqual([0, 3, 1, 2]);
    // Three texts can say nothing by sign flips: the least p is a quarter.
    const few = finish(combineAblation(parts.slice(0, 3), null, OPTIONS));
    expect(ablatedHeads(few, 'zero')[0]).toMatchObject({ verdict: 'undecided', p: 0.25 });
    // One text says nothing of others: that is no finding of heads that do not matter.
    const one = finish(combineAblation(parts.slice(0, 1), null, OPTIONS));
    expect(ablatedHeads(one, 'zero')[0]).toMatchObject({ verdict: 'untested', low: null });
    const [headline, ...rest] = ablationFindings(one);
    expect(headline).toMatch(/^Too few texts to tell how the loss changes without any of 4 heads/);
    expect(rest.join(' ')).toContain('4 heads have no interval: too few texts.');
    expect(rest.join(' ')).not.toContain('undecided');
  });

  it('clusters are what intervals are over', () => {
    const twice = parts.slice(0, TEXTS).flatMap(({ part: own }, at) => [
      { position: 2 * at, part: own },
      { position: 2 * at + 1, part: own },
    ]);
    const of = (cluster: ((position: number) => number) | null) => {
      const [low = 0, high = 0] = tensorOf(
        finish(combineAblation(twice, cluster, OPTIONS)),
        'ablation.zero_interval',
      ).data;
      return high - low;
    };
    // The same text twice is no second text.
    expect(of((position) => Math.floor(position / 2))).toBeGreaterThan(1.3 * of(null));
  });
});

describe('tables, words, and what is known of heads', () => {
  it('a row for each head and method', () => {
    const [table, verdicts] = ablation.tables;
    const rows = [...table.rows(result)];
    expect(rows).toHaveLength(8);
    expect(rows[0]?.slice(0, 5)).toEqual([0, 0, 'zero', 'all', TEXTS]);
    for (const row of rows) expect(row).toHaveLength(table.columns.length);
    expect([...verdicts.rows(result)][2]?.slice(0, 4)).toEqual([0, 2, 'zero', 'gains']);
  });

  it('sentences with n, interval, direction and what is left out', () => {
    const [headline, dearest, others, rule] = ablation.findings(result);
    expect(headline).toBe(
      'Without 1 of 4 heads, taken away one at a time, the loss rises (another text in the place of each): L0 H0.',
    );
    expect(rule).toContain('n = 12 texts, 84 tokens foretold');
    expect(rule).toContain('1 text left out, with nothing to foretell or too long for the model');
    expect(dearest).toMatch(
      /^Without L0 H0 it rises most: with another text in its place by 1\.03\d \[.*\] nats a token \(q = .*\)\. With zero the loss rises, too\.$/,
    );
    expect(others).toBe(
      'Without 1 head the loss falls, by more than 0.01; 1 head does not matter: the whole interval lies within ±0.01; 1 head is undecided: the interval reaches across ±0.01, or q is above 0.05.',
    );
  });

  it('say that one text is too few for a test', () => {
    const own = result.get('ablation.zero');
    const withoutTest = new Map(result);
    for (const name of ['zero', 'resample'])
      withoutTest.set(`ablation.${name}_q`, { ...own!, data: own!.data.map(() => Number.NaN) });
    expect(ablation.findings(withoutTest)[1]).toMatch(
      /^L0 H0 has the largest mean change of loss with another text in its place: 1\.03.* nats a token \(too few texts for a test\)\./,
    );
  });

  it('say of no head that it costs where all lose less', () => {
    const withoutCosts = new Map(result);
    for (const name of ['zero', 'zero_interval', 'resample', 'resample_interval']) {
      const own = result.get(`ablation.${name}`);
      if (own === undefined) throw new Error(`there is no ${name}`);
      withoutCosts.set(`ablation.${name}`, { ...own, data: own.data.map((loss) => loss - 5) });
    }
    const [headline, largest] = ablation.findings(withoutCosts);
    expect(headline).toMatch(
      /^Taken away one at a time, none of 4 heads is found without which the loss rises/,
    );
    expect(largest).toMatch(
      /^L0 H0 has the largest mean change of loss with another text in its place: −3\.9\d* \[.*\] nats a token \(/,
    );
  });

  it('of every head what it costs, and whether that is beyond the margin', () => {
    const [zero] = ablationOfHeads(result);
    expect(zero).toMatchObject({ name: 'zero', unit: 'nats', signed: true, n: TEXTS });
    expect(zero?.called?.outcomes).toEqual(['called', 'none', 'called', 'undecided']);
    expect(zero && numberAt(zero, 1)).toEqual(numberAt(headNumbers(result, 'ablation.zero'), 1));
  });
});

describe('masked positions', () => {
  const ids = [1, 20, 21, 22, 23, 24, 2];
  const special = new Set([1, 2]);
  const draw = (share: number, seed = 0) =>
    drawMasked(ids, special, share, randomSource(seed, 'ablation-texts'));

  it('are a share of the tokens that are not special, at least one', () => {
    expect(draw(0.4)).toHaveLength(2);
    expect(draw(0.01)).toHaveLength(1);
    expect(draw(1)).toEqual([1, 2, 3, 4, 5]);
    expect(drawMasked([1, 2], special, 0.5, randomSource(0, 'ablation-texts'))).toEqual([]);
  });

  it('in turns each is masked once, and the first turn is what is drawn', () => {
    const turns = maskedInTurns(ids, special, 0.4, randomSource(3, 'ablation-texts'));
    expect(turns.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(turns.flat().toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect(turns[0]).toEqual(draw(0.4, 3));
    expect(maskedInTurns([1, 2], special, 0.4, randomSource(3, 'ablation-texts'))).toEqual([]);
  });

  it('are drawn evenly, and the same for a seed', () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 2000; seed++)
      for (const position of draw(0.4, seed)) counts.set(position, (counts.get(position) ?? 0) + 1);
    for (const position of [1, 2, 3, 4, 5])
      expect(Math.abs((counts.get(position) ?? 0) / 2000 - 0.4)).toBeLessThan(5 * Math.sqrt(0.24 / 2000));
    expect(draw(0.4, 7)).toEqual(draw(0.4, 7));
  });
});
