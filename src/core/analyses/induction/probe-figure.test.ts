import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { circuitHeads, type CircuitNumber, probeCircuitFigure } from './probe-figure.ts';

const circuit = {
  previous: [
    { layer: 0, head: 0, value: 0.25 },
    { layer: 0, head: 1, value: 0.75 },
  ],
  induction: [
    { layer: 0, head: 0, value: null },
    { layer: 1, head: 0, value: 0.5 },
  ],
  senders: [
    { layer: 0, head: 0, composition: 0.4 },
    { layer: 0, head: 1, composition: 0.1 },
  ],
  previousHead: { layer: 0, head: 1 },
  inductionHead: { layer: 1, head: 0 },
  composingHead: { layer: 0, head: 0 },
  random: { mean: 0.2, samples: 100 },
};
const dataOf = (show: CircuitNumber) => ({
  source: { model: 'tiny', text: null, tokens: [{ text: '#7', word: null }] },
  show,
  ...circuitHeads(circuit, show),
});

interface Drawn {
  readonly type: string;
  readonly shape?: { readonly width: number };
  readonly style: { readonly text?: string; readonly fill: string; readonly fontWeight?: number };
}
const drawn = (show: CircuitNumber) =>
  probeCircuitFigure.draw(dataOf(show), FIGURE_THEMES.light).option.graphic as unknown as Drawn[];
const bars = (show: CircuitNumber) =>
  drawn(show).flatMap(({ style, shape }) =>
    style.fill === FIGURE_THEMES.light.accent || style.fill === FIGURE_THEMES.light.control
      ? [shape?.width]
      : [],
  );
const strong = (show: CircuitNumber) =>
  drawn(show).flatMap(({ style }) => (style.fontWeight === 600 ? [style.text] : []));

test('a full bar is all attention, or the largest score; what is undefined has none', () => {
  const [small = 0, large = 0] = bars('previous');
  expect(large / small).toBeCloseTo(3);
  expect(bars('induction')).toEqual([0, large / 1.5]);
  const [full = 0, quarter = 0] = bars('composition');
  expect(full).toBeCloseTo(large / 0.75);
  expect(quarter).toBeCloseTo(full / 4);
});

test('the head that is meant stands in strong type, another one for each number', () => {
  expect(strong('previous')).toEqual(['L0 H1', '0.750']);
  expect(strong('induction')).toEqual(['L1 H0', '0.500']);
  expect(strong('composition')).toEqual(['L0 H0', '0.400']);
});

test('composition is told against random matrices', () => {
  const { note } = probeCircuitFigure.draw(dataOf('composition'), FIGURE_THEMES.light);
  expect(note).toBe('Upright line: mean of 100 random pairs of matrices, 0.200.');
  expect(probeCircuitFigure.csv(dataOf('composition')).trim().split('\n')).toEqual([
    'layer,head,composition,mean_of_random',
    '0,0,0.4,0.2',
    '0,1,0.1,0.2',
  ]);
  expect(probeCircuitFigure.csv(dataOf('induction'))).toContain('0,0,\n');
});
