import { describe, expect, it } from 'vitest';
import type { Box } from '../../figures/label-places.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { cornerGroups } from './corner-groups.ts';
import { corneredHeads } from './corners.ts';
import { headEffects } from './heads.ts';
import { exampleEffects, type ExampleHead } from './result.example.ts';
import { boxOfCorner, cornerLabels, thresholdLabel } from './scatter-corners.ts';
import { effectsScatter } from './scatter-figure.ts';
import { planeOf } from './scatter-plane.ts';
import { noteOf } from './scatter-words.ts';
import { effectsFindings } from './words.ts';

const MATTERS = [0.2, 0.15, 0.25, 0.001] as const;
const NOTHING = [0, -0.01, 0.01, 0.9] as const;
const OPEN = [0.05, -0.01, 0.11, 0.2] as const;
const MORE = [0.1, 0.05, 0.15, 'more'] as const;
const NOT = [0, -0.01, 0.01, 'not'] as const;
const UNDECIDED = [0.02, -0.02, 0.06, 'undecided'] as const;
const UNTESTED = [0.1, 0.05, 0.15, 'untested'] as const;

const of = (heads: readonly ExampleHead[], comparison: 'paired' | 'none' = 'paired') => {
  const { result, changes } = exampleEffects(heads, comparison);
  return { result, changes, heads: corneredHeads(headEffects(result, 'patch'), changes) };
};
const touch = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('the words in the corners', () => {
  it.each([270, 300, 330, 420, 700])('lie on none of each other on a plane of %i px', (width) => {
    const labels = cornerLabels(of([[MATTERS, MORE]]).heads, width);
    const boxes = labels.map((label) => boxOfCorner(label, { right: 46 + width, bottom: 400 }));
    for (const [index, box] of boxes.entries()) {
      expect(box.left).toBeGreaterThanOrEqual(46);
      expect(box.right).toBeLessThanOrEqual(46 + width);
      for (const other of boxes.slice(0, index)) expect(touch(box, other)).toBe(false);
    }
    expect(labels).toHaveLength(4);
  });

  it('a note says which of the undecided are sure of neither; of no heads it does not say that nothing was compared', () => {
    const { heads } = of([
      [MATTERS, MORE],
      [OPEN, UNTESTED],
      [MATTERS, UNTESTED],
    ]);
    expect(noteOf(heads, 0, 'linear')).toContain(
      'undecided 2 (1 matters, 1 neither changes more nor matters for sure).',
    );
    expect(noteOf([], 0, 'linear')).toBe('Crosses: 95 % intervals.');
  });

  it('count the same heads as the headline, the table and the note', () => {
    const { heads, result, changes } = of(
      [
        [MATTERS, UNTESTED],
        [MATTERS, UNTESTED],
        [NOTHING, UNTESTED],
        [OPEN, UNTESTED],
      ],
      'none',
    );
    expect(cornerLabels(heads, 400).map(({ words }) => words)).toEqual(['matter 2', 'do not matter 1']);
    expect(cornerGroups(heads).map(({ title, heads: own }) => `${title} ${own.length}`)).toEqual([
      'Matter 2',
      'Do not matter 1',
      'Undecided 1',
    ]);
    expect(effectsFindings(result)[0]).toMatch(/^2 of 4 heads matter .*; 1 does not, 1 is undecided;/);
    const source = { analysis: 3, title: 'Effects', model: 'm', subject: 'run 1', items: 41, unit: 'pairs' };
    const { note } = effectsScatter.draw({ source, result, changes }, FIGURE_THEMES.light);
    expect(note).toContain('none is in a corner. Grey outline: undecided whether they matter, 1.');
  });

  it('of a comparison every head is counted once', () => {
    const { heads } = of([
      [MATTERS, MORE],
      [MATTERS, NOT],
      [NOTHING, MORE],
      [NOTHING, NOT],
      [MATTERS, UNDECIDED],
      [OPEN, MORE],
      [OPEN, UNDECIDED],
    ]);
    const groups = cornerGroups(heads);
    expect(groups.map(({ heads: own }) => own.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});

describe('the words at the smallest effect that counts', () => {
  it('lie on no dot, no cross and no other words; without such a place there are none', () => {
    const { heads } = of([
      [MATTERS, MORE],
      [[0.03, 0.01, 0.06, 0.2], MORE],
      [[0.028, 0.02, 0.04, 0.2], NOT],
    ]);
    const shown = heads.map((one) => ({ ...one, x: one.change?.value ?? 0, y: one.effect.mean ?? 0 }));
    const corners = cornerLabels(heads, 420);
    const plane = planeOf(shown, { margin: 0.03, above: 20, axes: 'linear', width: 420, height: 380 });
    const label = thresholdLabel(plane, 0.03, shown, corners);
    expect(label?.words).toBe('smallest effect that counts, 0.03');
    for (const { x, y } of shown) {
      const dot = { left: plane.px(x), right: plane.px(x), top: plane.py(y), bottom: plane.py(y) };
      expect(touch(label?.box as Box, { ...dot, right: dot.right + 1, bottom: dot.bottom + 1 })).toBe(false);
    }
    const everywhere = Array.from({ length: 80 }, (_, at) => {
      const [head] = shown;
      return { ...(head as (typeof shown)[number]), x: -0.02 + at * 0.0025, y: 0.03 };
    });
    expect(thresholdLabel(plane, 0.03, everywhere, corners)).toBeNull();
  });
});
