import { describe, expect, test } from 'vitest';
import type { SentenceSet } from '../../../shared/entities.ts';
import { defaultSets, NO_CONTROL } from './default-sets.ts';

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
