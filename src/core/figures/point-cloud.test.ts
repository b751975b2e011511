import { expect, test } from 'vitest';
import { fitted, partOf, placeOf, pointCloud, type PointCloudData, viewOf } from './point-cloud.ts';
import { FIGURE_THEMES } from './theme.ts';

// Corners of a square of side 2 about (1, 1): two queries, two keys.
const points = Float32Array.of(0, 0, 2, 0, 0, 2, 2, 2);
const size = { width: 228, height: 128 };
const DATA: PointCloudData = {
  title: 'Points',
  points,
  colouring: {
    palette: ['#f00', '#00f', '#0f0'],
    ofPoint: Uint8Array.of(0, 1, 0, 1),
    legend: [{ colour: '#f00', words: 'red' }],
    ends: null,
  },
  squares: 2,
  shapes: ['query', 'key'],
  marked: null,
  size,
  note: '',
  caption: '',
};

function seriesOf(data: PointCloudData) {
  const { option } = pointCloud(data, FIGURE_THEMES.light);
  return [option.series ?? []].flat() as unknown as {
    symbol: string;
    data: number[][];
    itemStyle: { color: string; opacity?: number; borderColor?: string };
  }[];
}

test('a view and the part that it shows say the same', () => {
  const view = fitted(points, size);
  expect(placeOf(points, 3, view)).toEqual([164, 14]);
  const part = partOf({ scale: 20, left: -10, top: 40 }, size);
  expect(part).toEqual([0.5, 2, 11.4]);
  expect(viewOf(part, size)).toEqual({ scale: 20, left: -10, top: 40 });
});

test('queries are squares and keys crosses, each in its colour and at its place', () => {
  const series = seriesOf(DATA);
  expect(series.map(({ itemStyle, data }) => [itemStyle.color, data[0]])).toEqual([
    ['#f00', [64, 114]],
    ['#f00', [64, 14]],
    ['#00f', [164, 114]],
    ['#00f', [164, 14]],
  ]);
  expect(series.map(({ symbol }) => symbol === 'rect')).toEqual([true, false, true, false]);
});

test('what is looked for is ringed and the others are faint; what lies outside the part is left out', () => {
  const marked = Uint8Array.of(1, 0, 1, 0);
  const series = seriesOf({ ...DATA, marked });
  expect(series.map(({ itemStyle: { opacity } }) => opacity)).toEqual([
    0.25,
    0.25,
    0.25,
    0.25,
    undefined,
    undefined,
  ]);
  // The upper left corner alone.
  const left = seriesOf({ ...DATA, part: [-0.5, 2.5, 2] });
  expect(left.map(({ itemStyle }) => itemStyle.color)).toEqual(['#f00']);
});

test('the key has as many lines as it takes', () => {
  const long = Array.from({ length: 6 }, (_, at) => ({ colour: '#000', words: `a long name ${at}` }));
  const [short, tall] = [DATA, { ...DATA, colouring: { ...DATA.colouring, legend: long } }].map(
    (data) => pointCloud(data, FIGURE_THEMES.light).height,
  );
  expect(short).toBe(128 + 16);
  expect(tall).toBeGreaterThan(128 + 32);
});
