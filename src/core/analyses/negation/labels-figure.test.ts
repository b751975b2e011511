import { expect, it } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { negationLabelsFigure } from './labels-figure.ts';
import { type ChosenPair, chosenResult } from './result.example.ts';

/** One pair of `label 10`, two of `label 2` and of `label 1`. */
const pairs = ['label 10', 'label 2', 'label 1', 'label 2', 'label 1'].map((label): ChosenPair => ({
  values: () => 1,
  label,
}));
const source = { analysis: 3, title: 'Negation', model: 'tiny', subject: 'set', items: 5, unit: 'pairs' };
const drawn = (labels: number) => ({
  source,
  result: chosenResult(pairs),
  profile: 'to_cue' as const,
  at: { layer: 0, head: 0 },
  labels,
});

it('labels with most pairs come first, then as a person counts them; what is left out has no more pairs than the last', () => {
  const named = negationLabelsFigure
    .csv(drawn(3))
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(',')[0]);
  expect([...new Set(named)]).toEqual(['label 1', 'label 2', 'label 10']);
  const note = (labels: number) => negationLabelsFigure.draw(drawn(labels), FIGURE_THEMES.light).note;
  expect(note(2)).toContain('2 of 3 labels, 2 pairs each; no other has more than 2.');
  expect(note(1)).toContain('1 of 3 labels, 2 pairs; no other has more than 2.');
  expect(note(3)).not.toContain('labels,');
});
