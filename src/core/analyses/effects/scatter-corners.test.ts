import { describe, expect, it } from 'vitest';
import type { Box } from '../../figures/label-places.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { cornerGroups } from './corner-groups.ts';
import { corneredHeads } from './corners.ts';
import { headEffects } from './heads.ts';
import { exampleEffects, type ExampleHead } from './result.example.ts';
import { cornerLabels, placeCorners, thresholdLabel } from './scatter-corners.ts';
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
const shownOf = (heads: ReturnType<typeof corneredHeads>) =>
  heads.map((one) => ({ ...one, x: one.change?.value ?? 0, y: one.effect.mean ?? 0 }));
const cornersOf = (heads: ReturnType<typeof corneredHeads>, width: number) => {
  const shown = shownOf(heads);
  const plane = planeOf(shown, { margin: 0.03, above: 37, axes: 'linear', width, height: 350 });
  return { plane, ...placeCorners(cornerLabels(heads, width), plane, 0.03, shown) };
};
const touch = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('the words in the corners', () => {
  it.each([270, 300, 330, 420, 700])('lie on none of each other on a plane of %i px', (width) => {
    const { heads } = of([[MATTERS, MORE]]);
    const { placed } = cornersOf(heads, width);
    const boxes = placed.map(({ box }) => box);
    for (const [index, box] of boxes.entries()) {
      expect(box.left).toBeGreaterThanOrEqual(46);
      expect(box.right).toBeLessThanOrEqual(46 + width);
      for (const other of boxes.slice(0, index)) expect(touch(box, other)).toBe(false);
    }
    expect(placed).toHaveLength(4);
  });

  it('what does not matter lies around 0, also where the axis goes far below it; without room there a sentence has it', () => {
    const nothingBelow = cornersOf(of([[MATTERS, MORE]]).heads, 420);
    for (const { words, box } of nothingBelow.placed)
      expect([words, box.bottom > nothingBelow.plane.py(-0.03)]).toEqual([
        words,
        /^(neither|change more,)/.test(words),
      ]);

    const { heads } = of([
      [MATTERS, MORE],
      [[-0.2, -0.25, -0.15, 0.001], MORE],
    ]);
    const { placed, left, plane } = cornersOf(heads, 420);
    expect(left).toEqual([]);
    const around = placed.filter(({ box }) => box.top < plane.py(0) && box.bottom > plane.py(0));
    expect(around.map(({ words }) => words)).toEqual(['change more, do not matter 0', 'neither 0']);
    expect(placed.filter(({ box }) => box.top > plane.py(-0.03))).toEqual([]);

    const crowded = Array.from(
      { length: 60 },
      (_, at) =>
        [
          [at % 2 === 0 ? 0.2 : -0.2, -0.3, 0.3, 0.2] as const,
          [at * 0.01, at * 0.01, at * 0.01, 'more'] as const,
        ] as const,
    );
    expect(cornersOf(of(crowded).heads, 420).left).toEqual(['change more, do not matter 0', 'neither 0']);
    const source = { analysis: 3, title: 'Effects', model: 'm', subject: 'run 1', items: 41, unit: 'pairs' };
    const { note } = effectsScatter.draw({ source, ...of(crowded), plotWidth: 420 }, FIGURE_THEMES.light);
    expect(note).toContain('Around 0: change more, do not matter 0; neither 0.');
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
    const shown = shownOf(heads);
    const { plane, placed: corners } = cornersOf(heads, 420);
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
