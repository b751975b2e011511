import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { negationLabelsFigure } from './labels-figure.ts';
import { chosenResult } from './result.example.ts';

test('of labels that are left out it is said how many pairs they have at most', () => {
  const source = { analysis: 3, title: 'Negation', model: 'tiny', subject: 'set', items: 9, unit: 'pairs' };
  const labels = ['label 10', 'label 2', 'label 2', 'never', 'never', 'never'];
  const result = chosenResult(labels.map((label) => ({ label, values: () => 1, neutral: () => 0.5 })));
  const noteOf = (shown: number) =>
    negationLabelsFigure.draw(
      { source, result, profile: 'to_cue', at: { layer: 0, head: 0 }, labels: shown },
      FIGURE_THEMES.light,
    ).note;
  expect(noteOf(2)).toContain(' 2 of 3 labels, 2 to 3 pairs; no other has more than 2.');
  expect(noteOf(3)).not.toContain('no other has more');
});
