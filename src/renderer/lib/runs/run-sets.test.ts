import { expect, test } from 'vitest';
import { controlWords, madeOf, nameOfRun, setsInSentence } from './run-sets.ts';

const model = { id: 3, name: 'tiny', layers: 2, heads: 4, architecture: 'bert' };
const set = { id: 1, name: 'negation' };
const control = { id: 2, name: 'negation-control' };

test.each([
  [null, 0, '“negation”', '“negation”'],
  [control, 0, '“negation”, compared with “negation-control”,', '“negation” against “negation-control”'],
  [null, 9, '“negation”, with its neutrals,', '“negation”'],
  [control, 9, '“negation”, with its neutrals, and “negation-control”', '“negation” and “negation-control”'],
] as const)('control %o, %d neutrals', (controlSet, total, sentence, short) => {
  const run = { id: 7, model, set, controlSet, neutrals: { total, done: 0, failed: 0 } };
  expect([setsInSentence(run), madeOf(run), nameOfRun(run)]).toEqual([
    sentence,
    `tiny · ${short}`,
    `Run 7 · tiny · ${short}`,
  ]);
});

test('a run whose pairs have neutrals is not without a control', () => {
  const neutrals = { total: 2, done: 2, failed: 0 };
  expect(controlWords({ controlSet: null, neutrals })).toBe('its neutrals');
  expect(controlWords({ controlSet: null, neutrals }, true)).toBe('its neutrals');
  expect(controlWords({ controlSet: null, neutrals }, false)).toBe('none: too few neutrals fit');
  expect(controlWords({ controlSet: null, neutrals: { ...neutrals, total: 0 } })).toBe('none');
  expect(controlWords({ controlSet: control, neutrals })).toBe('negation-control');
});
