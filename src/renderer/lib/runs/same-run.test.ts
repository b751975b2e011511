import { describe, expect, test } from 'vitest';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import { type Run, runOptions } from '../../../shared/entities.ts';
import { runsLike, sameRun } from './same-run.ts';

describe('a run that is the same', () => {
  const place = { setId: 1, controlId: 2, model: 'tiny' };
  const sources = { set: 's', control: 'c', weights: 'w', tokenizer: 't', causal: true };
  const made = {
    id: 7,
    state: 'done',
    metrics: [...METRIC_NAMES],
    set: { id: 1, name: 'one' },
    controlSet: { id: 2, name: 'two' },
    provenance: {
      ...runOptions.parse({}),
      queries: 'from_change',
      setHash: 's',
      controlSetHash: 'c',
      weightsHash: 'w',
      tokenizerHash: 't',
    },
  } as Run;
  const none = (): number => 0;
  const same = (given: Partial<typeof sources>, options: Parameters<typeof runOptions.parse>[0] = {}) =>
    sameRun(runsLike([made], place, { ...sources, ...given }, runOptions.parse(options)), none).done;

  test('is found, whatever the order in which its comparison was written', () => {
    expect(same({})).toBe(7);
    expect(
      same({}, { queries: 'from_change', keep: 'none', comparison: { margin: 0, clusters: 'auto' } }),
    ).toBe(7);
  });

  test.each([
    ['the set', { set: 'other' }, {}],
    ['the control set', { control: 'other' }, {}],
    ['a control set that is still being read', { control: undefined }, {}],
    ['the weights', { weights: 'other' }, {}],
    ['the tokenizer', { tokenizer: 'other' }, {}],
    ['automatic queries of an encoder', { causal: false }, {}],
    ['the queries', {}, { queries: 'last' }],
    ['the seed', {}, { seed: 1 }],
    ['the comparison', {}, { comparison: { margin: 0.1 } }],
    ['what is kept', {}, { keep: 'all' }],
    ['the alignment', {}, { alignment: 'edit' }],
  ])('is another one where %s differs', (_what, given, options) => {
    expect(same(given as Partial<typeof sources>, options)).toBeNull();
  });

  test('is another one with another control set, or none', () => {
    expect(runsLike([made], { ...place, controlId: 3 }, sources, runOptions.parse({}))).toEqual([]);
    expect(
      runsLike([made], { ...place, controlId: null }, { ...sources, control: null }, runOptions.parse({})),
    ).toEqual([]);
  });

  test('is not one of which alignments were corrected since, and that is said', () => {
    const corrected = (id: number) => (id === 7 ? 3 : 0);
    expect(sameRun([made], corrected)).toEqual({
      done: null,
      notSame: 'Run 7 is not the same: the alignment of 3 pairs was corrected since.',
    });
    expect(sameRun([made, { ...made, id: 5 }], corrected)).toEqual({ done: 5, notSame: '' });
  });

  test('is not one that lacks a metric of now, and that is said', () => {
    const older = { ...made, metrics: METRIC_NAMES.slice(1) };
    expect(sameRun([older], none)).toEqual({
      done: null,
      notSame: 'Run 7 is not the same: it lacks 1 metric that a run measures now.',
    });
    expect(sameRun([older], () => 1).notSame).toContain('of 1 pair was corrected since, and it lacks');
  });

  test('is not known while its corrections are asked for', () => {
    expect(sameRun([made], () => undefined)).toEqual({ done: null, notSame: '' });
  });
});
