import { expect, test } from 'vitest';
import { LabelCounter } from './label-counter.ts';

test('labels are told as a person counts them, those without one last', () => {
  const counter = new LabelCounter();
  for (const label of ['label 10', null, 'label 2', 'label 10', 'Label 3']) counter.add(label);
  expect(counter.finish()).toEqual({
    labelCount: 3,
    labels: [
      { label: 'label 2', items: 1 },
      { label: 'Label 3', items: 1 },
      { label: 'label 10', items: 2 },
      { label: null, items: 1 },
    ],
  });
});

test('of more labels than are told the first in natural order are, with all that have them', () => {
  const counter = new LabelCounter();
  for (const label of Array.from({ length: 300 }, (_, index) => `label ${300 - index}`)) counter.add(label);
  counter.add('label 2');
  counter.add('label 250');
  const { labelCount, labels } = counter.finish();
  expect(labelCount).toBe(300);
  expect(labels).toHaveLength(200);
  expect([labels[0], labels[1], labels.at(-1)]).toEqual([
    { label: 'label 1', items: 1 },
    { label: 'label 2', items: 2 },
    { label: 'label 200', items: 1 },
  ]);
});
