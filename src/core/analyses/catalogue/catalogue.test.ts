import { expect, test } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { tensorOf } from '../named-tensor.ts';
import { combineCatalogue } from './combine.ts';
import { catalogue } from './definition.ts';
import { type MeasuredPair, measurePair, placesOf } from './measure.ts';
import { calledBy, catalogueQuantity } from './of-heads.ts';
import { catalogueOptions } from './options.ts';

// 0 When 1 Mary 2 and 3 John 4 went 5 , 6 John 7 gave 8 to
const PLACES = { io: 1, s1: 3, s2: 6, end: 8 };
const TOKENS = 9;

test('the answer is named once and the other name twice', () => {
  const ids = [10, 1, 11, 2, 12, 13, 2, 14, 15];
  expect(placesOf(ids, 1, 2, 8)).toEqual(PLACES);
  expect(placesOf(ids, 2, 1, 8)).toBe('the answer is named 2 times, not once');
  expect(placesOf(ids, 1, 10, 8)).toBe('the wrong answer is named 1 times, not twice');
  expect(placesOf([2, 1, 2], 1, 2, 2)).toContain('before the end');
});

/** One layer of two heads, whose cells are 100 query + key, in thousandths, and 0.5 more in head 1. */
function pair(more = 0): MeasuredPair {
  const pattern = (added: number) =>
    Float32Array.from({ length: 2 * TOKENS * TOKENS }, (_, cell) => {
      const [head, query, key] = [Math.floor(cell / 81), Math.floor((cell % 81) / 9), cell % 9];
      return (100 * query + key) / 1000 / 10 + 0.5 * head + added;
    });
  return {
    layers: 1,
    heads: 2,
    tokens: TOKENS,
    places: PLACES,
    original: () => pattern(more),
    counterfactual: () => pattern(-0.02),
    effects: Float64Array.of(2, 0.5, 1, 1, -1, 0.25, 0, 0),
    // [head, source, target]: told apart by its place
    effectsBySource: Float64Array.from({ length: 2 * TOKENS * 4 }, (_, at) => at),
    logitDifference: 3 + more,
  };
}

test('by hand: which cell each score is', () => {
  const measured = measurePair(pair());
  const of = (name: string, head = 0) => tensorOf(measured, name).data[head];
  expect([of('direct_effect'), of('direct_effect_control'), of('direct_effect_difference')]).toEqual([
    2, 0.5, 1.5,
  ]);
  expect(of('direct_effect_difference', 1)).toBe(-1.25);
  expect(of('answer_attention')).toBeCloseTo(0.0801, 6);
  expect(of('answer_attention_control')).toBeCloseTo(0.0803 + 0.0806, 6);
  expect(of('s2_attention')).toBeCloseTo(0.0806, 6);
  expect(of('s2_attention_control')).toBeCloseTo(0.0807, 6);
  expect(of('duplicate_token')).toBeCloseTo(0.0603, 6);
  expect(of('duplicate_token_difference')).toBeCloseTo(0.02, 6);
  expect(of('induction')).toBeCloseTo(0.0604, 6);
  expect(of('induction', 1)).toBeCloseTo(0.5604, 6);
  // Mean over queries 2 to 8 of 100 i + i - 1, and of 100 i + i - 2: 504 and 503 on average.
  expect(of('previous_token')).toBeCloseTo(0.0504, 6);
  expect(of('previous_token_control')).toBeCloseTo(0.0503, 6);
  // Source 1, targets 2 and 3, of head 1: (9 + 1) * 4 + 2.
  expect([of('own_name', 1), of('own_name_control', 1)]).toEqual([42, 43]);
  expect(tensorOf(measured, 'logit_difference').data[0]).toBe(3);
});

test('heads are called beyond the margin, in the direction of the score, and where they look at the answer', () => {
  const parts = Array.from({ length: 12 }, (_, position) => {
    const part = new Map(measurePair(pair(position / 1000)));
    const put = (name: string, values: readonly number[]) => {
      const tensor = tensorOf(part, name);
      part.set(name, { ...tensor, data: Float32Array.from(values, (value) => value + position / 1000) });
    };
    put('direct_effect_difference', [1.5, -1.2]);
    put('answer_attention_difference', [0.4, 0.2]);
    put('induction_difference', [0.02, 0.6]);
    put('previous_token_difference', [position % 2 === 0 ? 0.9 : -0.8, 0.5]);
    return { position, part };
  });
  const options = catalogueOptions.parse({});
  const combined = (leftOut: number) =>
    finish(combineCatalogue(parts, options, { cluster: (position) => position, leftOut }));
  const result = combined(2);
  const outcomes = (name: Parameters<typeof catalogueQuantity>[1]) =>
    catalogueQuantity(result, name).called?.outcomes;
  expect(outcomes('name_mover')).toEqual(['called', 'none']);
  expect(outcomes('negative_name_mover')).toEqual(['none', 'called']);
  expect(outcomes('induction')).toEqual(['none', 'called']);
  expect(calledBy(catalogueQuantity(result, 'induction'))).toEqual([{ layer: 0, head: 1 }]);
  const findings = catalogue.findings(result);
  expect(findings[0]).toMatch(
    /^The model prefers the answer to the wrong one in 12 of 12 pairs: logit\(answer\) less logit\(wrong answer\) is 3\.00\d\d \[3\.00\d\d, 3\.00\d\d\] on average\.$/,
  );
  expect(findings[1]).toMatch(/^Called, of 2 heads: name mover L0 H0; .*\. No head is called S-inhibition/);
  // Once, beside the heads that are called.
  expect(findings[1]).toContain('previous token of names L0 H1 (1 undecided)');
  expect(findings.slice(2).join(' ')).toContain('is called previous token of names: L0 H1. L0 H1:');
  expect(findings[2]).toContain('are observed');
  expect(findings[3]).toMatch(
    /^1 of 2 heads is called name mover: L0 H0\. L0 H0: 2 (\[2, 2\] )?\(n = 12\), control \(.*\) 0\.500 (\[.*\] )?\(n = 12\), difference 1\.50\d\d \[.*\] logits \(q = .*\)\.$/,
  );
  expect(findings.filter((sentence) => sentence.startsWith('A head is called by a score when'))).toEqual([
    expect.stringMatching(
      /further than 0\.1 of attention, or 0\.060 logits, in the direction of the score, and q is at most 0\.05 over all heads; \(negative\) name movers must attend from END to IO more than to S1 and S2 together, too, by the whole interval\.$/,
    ),
  ]);
  expect(findings.join(' ')).toContain('2 pairs are left out');
  expect(catalogue.findings(combined(1)).join(' ')).toContain('1 pair is left out');
  const rows = [...catalogue.tables[0].rows(result)];
  expect(rows).toHaveLength(7 * 2);
  expect(rows[0]?.slice(0, 4)).toEqual(['name_mover', 0, 0, 12]);
});
