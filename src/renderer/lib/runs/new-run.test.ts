import { describe, expect, test } from 'vitest';
import { DEFAULT_CHOICE } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { Provenance, SentenceSet } from '../../../shared/entities.ts';
import { defaultSets, NO_CONTROL } from './default-sets.ts';
import { expectedSeconds, statementsOf } from './forecast.ts';

function set(id: number, source: string, pairCount = 10): SentenceSet {
  return {
    id,
    projectId: 1,
    name: `set ${id}`,
    description: '',
    source,
    createdAt: '',
    pairCount,
    neutralCount: 0,
    clusterCount: 0,
    answerCount: 0,
    labelCount: 0,
    labels: [],
    extras: [],
    imported: null,
  };
}

describe('the sets a new run starts from', () => {
  const control = set(1, 'bundled:negation-control');
  const negation = set(2, 'bundled:negation');
  const own = set(3, 'file:pairs.csv');

  test('the first one that is no control set, against the bundled control set', () => {
    expect(defaultSets([control, negation, own], undefined)).toEqual({ setId: 2, controlId: 1 });
  });

  test('the one asked for', () => {
    expect(defaultSets([control, negation, own], 3)).toEqual({ setId: 3, controlId: 1 });
  });

  test('a set with neutrals wants no control set', () => {
    const paired = { ...negation, neutralCount: 10 };
    expect(defaultSets([control, paired], undefined)).toEqual({ setId: 2, controlId: NO_CONTROL });
  });

  test('a set is not its own control', () => {
    expect(defaultSets([control, negation], 1)).toEqual({ setId: 1, controlId: NO_CONTROL });
    expect(defaultSets([control], undefined)).toEqual({ setId: 1, controlId: NO_CONTROL });
  });

  test('an empty set is passed over', () => {
    expect(defaultSets([set(4, 'manual', 0), own], 4)).toEqual({ setId: 3, controlId: NO_CONTROL });
  });
});

describe('how long a run will take', () => {
  const provenance = (weightsHash: string): Provenance => ({
    weightsHash,
    compiledWeights: null,
    tokenizerHash: '',
    setHash: '',
    controlSetHash: null,
    alignment: 'auto',
    queries: 'all',
    keep: 'none',
    seed: 0,
    comparison: DEFAULT_CHOICE,
    pairlensVersion: '',
    ortVersion: '',
  });
  const run = (id: number, weightsHash: string, seconds: number, state: 'done' | 'cancelled' = 'done') => ({
    id,
    state,
    total: 100,
    neutrals: { total: 0, done: 0, failed: 0 },
    startedAt: '2026-11-21T09:00:00.000Z',
    finishedAt: new Date(Date.parse('2026-11-21T09:00:00.000Z') + 1000 * seconds).toISOString(),
    provenance: provenance(weightsHash),
  });

  test('follows the best pace of runs of these weights', () => {
    const runs = [run(1, 'a', 50), run(3, 'a', 10), run(2, 'a', 20), run(4, 'b', 99)];
    expect(expectedSeconds(statementsOf(250, 0), { weightsHash: 'a' }, runs)).toBe(25);
    expect(expectedSeconds(statementsOf(250, 100), { weightsHash: 'a' }, runs)).toBe(30);
  });

  test('is not known without one', () => {
    expect(
      expectedSeconds(250, { weightsHash: 'a' }, [run(1, 'b', 5), run(2, 'a', 5, 'cancelled')]),
    ).toBeNull();
  });
});
