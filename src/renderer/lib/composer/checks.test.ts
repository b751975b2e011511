import { describe, expect, test } from 'vitest';
import { NOTHING_GATHERED, type Panel } from '../exports/gathered.ts';
import { checksOf, failedPanel } from './checks.ts';
import { drawnPanels, sameQuantities } from './drawn-panels.ts';

const panel = (letter: string, scale: number, marks = '') =>
  `<g data-panel="${letter}"${marks} transform="translate(4 30) scale(${scale})"><g transform="scale(0.1)"></g></g>`;
const of = (quantity: string, ends: string) => ` data-quantity="${quantity}" data-ends="${ends}"`;
const sheet = (millimetres: number, ...panels: string[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="321" height="${(millimetres * 96) / 25.4}">${panels.join('')}</svg>`;
const figure = (pairId: number): Panel => ({
  figure: { kind: 'pair-map', runId: 1, pairId, layer: 0, head: 0 } as Panel['figure'],
  span: 1,
  title: 'Attention',
});

const checks = (svg: string, parts: Partial<typeof NOTHING_GATHERED> = {}) =>
  checksOf(svg, { ...NOTHING_GATHERED, ...parts });

describe('before a figure is saved it is said', () => {
  test('which labels are under five points on paper', () => {
    expect(checks(sheet(90, panel('a', 1), panel('b', 0.61)))).toEqual([]);
    expect(checks(sheet(90, panel('a', 1), panel('b', 0.5)))).toEqual([
      expect.stringMatching(/^Labels of b are 4\.1 points on paper; journals want 5\./),
    ]);
    // Of smaller letters.
    expect(checks(sheet(90, panel('a', 0.7, ' data-letters="9"')))).toEqual([
      expect.stringMatching(/^Labels of a are 4\.7 points/),
    ]);
    expect(checks(sheet(90, panel('a', 0.4), panel('b', 0.5)))).toEqual([
      expect.stringMatching(/^Labels of a, b are 3\.3 points/),
    ]);
  });

  test('which panels of one quantity have different scales', () => {
    const same = [panel('a', 1, of('Cosine', '-1 1')), panel('b', 1, of('Cosine', '-1 1')), panel('c', 1)];
    expect(checks(sheet(90, ...same))).toEqual([]);
    const two = sheet(90, panel('a', 1, of('Cosine', '-1 1')), panel('b', 1, of('Cosine', '-0.5 0.5')));
    expect(checks(two, { commonScales: false })).toEqual([
      'a and b show Cosine on different scales, so their colours or axes cannot be compared. Choose common scales.',
    ]);
    const fitted = [panel('a', 1, of('Norm', 'fitted')), panel('b', 1, of('Norm', 'fitted'))];
    expect(checks(sheet(90, ...fitted))).toEqual([
      expect.stringMatching(/^a and b show Norm .* compared\.$/),
    ]);
  });

  test('that it is higher than a page', () => {
    expect(checks(sheet(233, panel('a', 1)))).toEqual([]);
    expect(checks(sheet(260, panel('a', 1)))).toEqual([expect.stringMatching(/^The figure is 260 mm high/)]);
  });

  test('which panels are the same figure', () => {
    const panels = [figure(1), figure(2), figure(1), figure(1)];
    expect(checks(sheet(90), { panels })).toEqual(['a, c and d are the same figure.']);
  });
});

test('panels of one quantity are listed with the ends that all of them have', () => {
  const svg =
    panel('a', 1, of('Weight &amp; norm', '0 1')) +
    panel('b', 1) +
    panel('c', 1, of('Weight &amp; norm', '0 1'));
  expect(sameQuantities(drawnPanels(svg))).toEqual([
    { quantity: 'Weight & norm', letters: ['a', 'c'], ends: [0, 1] },
  ]);
});

test('a panel that could not be drawn is known by its place', () => {
  expect(failedPanel(new Error('figure 2: there is no run 9'))).toEqual({
    at: 1,
    message: 'there is no run 9',
  });
  expect(failedPanel(new Error('figures of figure 2: no'))).toBeNull();
  expect(failedPanel(null)).toBeNull();
});
