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
