import { describe, expect, test } from 'vitest';
import { DEFAULT_FLAG_THRESHOLDS } from '../../../core/metrics/flags.ts';
import type { FlagRates, RunFlagRates } from '../../../shared/entities.ts';
import {
  controlCountWords,
  controlRateWords,
  littleChangeWords,
  overallRateWords,
  rateWordsAt,
  ruleWords,
  tellsNothing,
  thresholdsAt,
} from './flag-words.ts';

const BY_HEAD = { ...DEFAULT_FLAG_THRESHOLDS, basis: 'control' as const };

function ratesOf(
  control: RunFlagRates['control'],
  atHead: Partial<Record<keyof FlagRates, number>>,
): RunFlagRates {
  const one = (part: 'threshold' | 'set' | 'control') => [[atHead[part] ?? null]];
  const rates: FlagRates = {
    threshold: one('threshold'),
    set: one('set'),
    control: one('control'),
    overall: { set: atHead.set ?? null, control: atHead.control ?? null },
  };
  return {
    control,
    pairs: { set: 10, control: 10 },
    flags: { local_change: rates, reorganisation: rates, semantic_processing: rates },
  };
}

const NEUTRALS = ratesOf('neutral', { threshold: 0.4123, set: 0.62, control: 0.21 });

test('thresholds are those of the workspace, or by head those of the control', () => {
  expect(thresholdsAt(DEFAULT_FLAG_THRESHOLDS, undefined, 0, 0).local_change).toBe(0.3);
  expect(thresholdsAt(BY_HEAD, NEUTRALS, 0, 0).semantic_processing).toBe(0.4123);
  expect(thresholdsAt(BY_HEAD, undefined, 0, 0).local_change).toBeNull();
});

test('a flag tells nothing where every pair and every control raises it, and only there', () => {
  const told = (rates: RunFlagRates) => !tellsNothing('local_change', rates, 0, 0);
  expect(told(ratesOf('neutral', { set: 1, control: 1 }))).toBe(false);
  expect(told(ratesOf('neutral', { set: 1, control: 0.999 }))).toBe(true);
  expect(told(ratesOf(null, { set: 1 }))).toBe(true);
  expect(tellsNothing('local_change', undefined, 0, 0)).toBe(false);
});

test('a rule names its threshold', () => {
  expect(ruleWords('local_change', DEFAULT_FLAG_THRESHOLDS, 0.3)).toBe('max attention difference above 0.3');
  expect(ruleWords('local_change', BY_HEAD, 0.4123)).toBe(
    'max attention difference above 0.412 at this head',
  );
  expect(ruleWords('local_change', BY_HEAD, null)).toMatch(/the control has no value at this head/);
});

describe('rates', () => {
  test.each([
    [NEUTRALS, 'raised at L0 H0 in 62 % of pairs, in 21 % of neutral changes'],
    [
      ratesOf('control', { set: 0.001, control: 0.999 }),
      'raised at L0 H0 in under 1 % of pairs, in over 99 % of control pairs',
    ],
    [
      ratesOf('control', { set: 0, control: 1 }),
      'raised at L0 H0 in 0 % of pairs, in 100 % of control pairs',
    ],
    [
      ratesOf('neutral', { set: 1, control: 1 }),
      'raised at L0 H0 in all pairs and all neutral changes: it tells nothing',
    ],
    [ratesOf('control', { set: 0.5 }), 'raised at L0 H0 in 50 % of pairs; undefined in control pairs'],
    [ratesOf('control', {}), 'undefined at L0 H0 on every pair'],
    [ratesOf(null, { set: 0.5 }), 'raised at L0 H0 in 50 % of pairs; no control to compare with'],
    [ratesOf(null, {}), 'no control to compare with'],
  ])('%# in words', (rates, words) => {
    expect(rateWordsAt('local_change', rates, 0, 0)).toBe(words);
  });

  test('over all heads are of rows', () => {
    expect(overallRateWords('reorganisation', NEUTRALS)).toBe(
      'raised in 62 % of the set’s rows, in 21 % of rows of neutral changes',
    );
    expect(controlRateWords('reorganisation', NEUTRALS)).toBe('21 % of neutral changes');
    expect(controlRateWords('reorganisation', ratesOf(null, { set: 0.5 }))).toBeNull();
    expect(controlCountWords(NEUTRALS)).toBe('10 neutral changes');
  });
});

test.each([
  ['a correlation of what hardly changes', ['reorganisation'], 0.00002, true],
  ['how far another is from that correlation', ['semantic_processing'], 0.0000001, true],
  ['a change that is one', ['reorganisation'], 0.2, false],
  ['a flag that is of no correlation', ['local_change'], 0.00002, false],
  ['a change that is not known', ['reorganisation'], null, false],
] as const)('what flags say where nothing changes: %s', (_what, flags, largest, isSaid) => {
  const words = littleChangeWords(flags, largest);
  expect(words !== null).toBe(isSaid);
  if (isSaid) expect(words).toContain('No weight changes by more than');
});
