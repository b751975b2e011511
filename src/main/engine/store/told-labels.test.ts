import { expect, test } from 'vitest';
import { LABELS_TOLD, ToldLabels } from './told-labels.ts';

const labels = Array.from({ length: 1000 }, (_, index) => `label ${index + 1}`);
const toldOf = (some: readonly string[]) => {
  const told = new ToldLabels();
  for (const label of some) told.add(label, 1);
  return told.all().map(({ label }) => label);
};

test('of more labels than are told the first in natural order are, in whatever order they come', () => {
  const first = labels.slice(0, LABELS_TOLD);
  expect(toldOf(labels)).toEqual(first);
  expect(toldOf(labels.toReversed())).toEqual(first);
  // As the database has them: 'label 10' and 'label 100' before 'label 2'.
  expect(toldOf(labels.toSorted())).toEqual(first);
});

test('how many items have a label is their sum, and labels that are the same in natural order are two', () => {
  const told = new ToldLabels();
  for (const [label, items] of [
    ['a1', 2],
    ['a01', 1],
    ['a1', 3],
  ] as const)
    told.add(label, items);
  expect(told.all()).toEqual([
    { label: 'a01', items: 1 },
    { label: 'a1', items: 5 },
  ]);
});
