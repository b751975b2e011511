import { expect, test } from 'vitest';
import { partNames, partingWords, splitWords } from './part-words.ts';

const part = (value: string | null, pairs: number, groups = pairs) => ({
  value,
  ids: Array.from({ length: pairs }, (_, at) => at + 1),
  groups,
});
const halves = { by: 'random', parts: 2, seed: 7 } as const;

test('parts are named by what they have, halves by what they are for', () => {
  expect(partNames('negation', { by: 'label' }, [part('never', 2), part(null, 1)], [])).toEqual([
    'negation: never',
    'negation: no label',
  ]);
  expect(partNames('negation', { by: 'column', column: 'verb' }, [part(null, 1)], [])).toEqual([
    'negation: no verb',
  ]);
  expect(partNames('negation', halves, [part(null, 2), part(null, 2)], [])).toEqual([
    'negation: discovery',
    'negation: confirmation',
  ]);
  expect(partNames('n', { ...halves, parts: 3 }, [part(null, 1), part(null, 1), part(null, 1)], [])[2]).toBe(
    'n: part 3 of 3',
  );
});

test('what a part is stays in its name, however long that of the set is', () => {
  const name = 'n'.repeat(255);
  expect(partNames(name, halves, [part(null, 1), part(null, 1)], [])).toEqual([
    `${'n'.repeat(234)}: discovery`,
    `${'n'.repeat(231)}: confirmation`,
  ]);
  const long = partNames(
    name,
    { by: 'label' },
    [part(`${'l'.repeat(300)}a`, 1), part(`${'l'.repeat(300)}b`, 1)],
    [],
  );
  expect(new Set(long).size).toBe(2);
  for (const one of long) expect(one.length).toBeLessThan(256);
});

test('a set that is split again gives names that its project has not', () => {
  const there = ['negation', 'negation: discovery', 'negation: confirmation', 'negation: discovery (2)'];
  expect(partNames('negation', halves, [part(null, 2), part(null, 2)], there)).toEqual([
    'negation: discovery (3)',
    'negation: confirmation (2)',
  ]);
});

test('it is said what is made', () => {
  expect(splitWords({ by: 'label' }, [part('a', 7), part('b', 26)])).toBe('2 sets of 7 to 26 pairs');
  expect(splitWords(halves, [part(null, 274, 63), part(null, 273, 63)])).toBe(
    '2 sets of 273 to 274 pairs, in 63 clusters each',
  );
  expect(splitWords(halves, [part(null, 5), part(null, 5)])).toBe('2 sets of 5 pairs');
  expect(partingWords('negation', halves, 0, 2)).toBe(
    'Part 1 of 2 of “negation”, drawn at random with seed 7; pairs of one cluster, or of one original, are in one part.',
  );
});
