import { expect, test } from 'vitest';
import { alongAxis, forestAxis, type ForestMarks, isCut, labelledTicks, lanePlaces } from './forest-axis.ts';

const marks = (set: number, interval: ForestMarks['interval'] = null, control: number | null = null) => ({
  set,
  interval,
  control,
  controlInterval: null,
});

test('the axis starts at 0 where 0 is near, holds all dots, and is not stretched by one interval', () => {
  const long = marks(0.05, [-4.96, 5.04], 0.04);
  const some = [marks(0.25, [0.2, 0.3], 0.05), marks(0.12, [0.1, 0.14], 0.05), long];
  const axis = forestAxis(some, false);
  expect(some.map((one) => isCut(axis, one))).toEqual([false, false, true]);
  expect(axis.low).toBeLessThanOrEqual(0.04);
  expect(axis.high).toBeGreaterThanOrEqual(0.25);
  expect(axis.high).toBeLessThan(1);
  // One of two is not about half of them.
  expect(forestAxis([marks(0.25, [0.2, 0.3]), marks(0.05, [-4.96, 5.04])], false).high).toBeLessThan(1);
  const high = [marks(0.95, [0.92, 0.98], 0.9)];
  expect(forestAxis(high, false).low).toBeGreaterThan(0.5);
  expect(forestAxis(high, true).low).toBe(0);
});

test('an interval that leaves the dots their room is whole, and 0 is marked where it reaches across', () => {
  const axis = forestAxis([marks(0.01, [-0.15, 0.17]), marks(0.12, [0.02, 0.22])], false);
  expect(axis.low).toBeLessThanOrEqual(-0.15);
  expect(axis.high).toBeGreaterThanOrEqual(0.22);
  expect(axis.ticks).toContain(0);
});

test('of one dot the interval is whole, and that of the control too', () => {
  const alone = forestAxis([marks(0.04, [-0.07, 0.15])], true);
  expect([alone.low, alone.high]).toEqual([-0.1, 0.15]);
  const wide = forestAxis([{ ...marks(-0.17, [-0.3, 0.1], 0.05), controlInterval: [-0.4, 0.3] }], true);
  expect(wide.low).toBeLessThanOrEqual(-0.4);
  expect(wide.high).toBeGreaterThanOrEqual(0.3);
});

test('a dot alone stands in the middle of its row, with a control both stand about it', () => {
  expect(lanePlaces(22, false)).toEqual({ set: 11, control: 11 });
  expect(lanePlaces(22, true)).toEqual({ set: 7.5, control: 14.5 });
});

test('intervals are whole where there is room: those of the values drawn, and those of their controls', () => {
  // Of a patching of ten pairs.
  const patched = [marks(0.632, [-0.13, 1.458]), marks(-0.226, [-2.113, 0.403])];
  const axis = forestAxis(patched, true);
  expect(axis.low).toBeLessThanOrEqual(-2.113);
  expect(axis.high).toBeGreaterThanOrEqual(1.458);
  expect(patched.some((one) => isCut(axis, one))).toBe(false);
  const withControl = [{ ...marks(0.2, [0.15, 0.25], 0.1), controlInterval: [0.02, 0.4] as const }];
  expect(forestAxis(withControl, false).high).toBeGreaterThanOrEqual(0.4);
  // Long ones all alike are what there is to read.
  const wide = [marks(0.01, [-1, 1]), marks(0.02, [-1.1, 0.9]), marks(0.012, [-0.8, 1])];
  expect(wide.some((one) => isCut(forestAxis(wide, true), one))).toBe(false);
});

test('labels that would lie on each other are left out, and 0 stays', () => {
  const axis = { low: -0.02, high: 0, ticks: [-0.02, -0.015, -0.01, -0.005, 0] };
  const widthOf = (tick: number) => 7 * String(tick).length;
  expect(labelledTicks(axis, 400, widthOf)).toEqual(axis.ticks);
  expect(labelledTicks(axis, 140, widthOf)).toEqual([-0.02, -0.01, 0]);
  expect(labelledTicks(axis, 60, widthOf)).toEqual([-0.02, 0]);
  expect(labelledTicks(axis, 0, widthOf)).toEqual([0]);
  // Evenly, and to the end: neither 0, 0.02 and 0.06 nor 0 and 0.04.
  const long = { low: 0, high: 0.06, ticks: [0, 0.02, 0.04, 0.06] };
  expect(labelledTicks(long, 110, () => 40)).toEqual([0, 0.06]);
});

test('one value alone still has an axis', () => {
  expect(forestAxis([marks(0)], false)).toMatchObject({ low: 0, high: 1 });
  expect(forestAxis([marks(0.02)], false)).toMatchObject({ low: 0, high: 0.04 });
  expect(alongAxis({ low: -1, high: 1, ticks: [] }, 0)).toBe(50);
});

test.each<
  [string, readonly [number, number], ForestMarks['interval'], readonly [number, number], readonly number[]]
>([
  ['from 0', [0, 0.15], [0.04, 0.14], [0, 0.15], [0, 0.05, 0.1, 0.15]],
  // The side that reaches farther ends with the colours, the other where it has to.
  ['about 0, above', [-0.4, 0.4], [-0.04, 0.38], [-0.1, 0.4], [-0.1, 0, 0.1, 0.2, 0.3, 0.4]],
  ['about 0, below', [-0.4, 0.4], [-0.38, 0.01], [-0.4, 0.1], [-0.4, -0.3, -0.2, -0.1, 0, 0.1]],
  ['on one side of 0', [-0.2, 0.2], [0.05, 0.18], [0, 0.2], [0, 0.05, 0.1, 0.15, 0.2]],
  [
    'about 0, both ways',
    [-1, 1],
    [-0.9, 0.95],
    [-1, 1],
    [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1],
  ],
  ['far from 0', [0.8, 1], [0.85, 0.98], [0.8, 1], [0.8, 0.85, 0.9, 0.95, 1]],
  // No colours are below 0 where no value is: the interval is whole on the axis.
  ['an interval across 0', [0, 0.2], [-0.03, 0.19], [-0.05, 0.2], [-0.05, 0, 0.05, 0.1, 0.15, 0.2]],
  [
    'of seven steps',
    [-0.35, 0.35],
    [-0.07, 0.31],
    [-0.1, 0.35],
    [-0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35],
  ],
  // Of ends that somebody chose.
  ['not round', [0, 0.377], [0.02, 0.13], [0, 0.377], [0, 0.377]],
])('an axis beside a map ends where its colours do: %s', (_, colours, interval, [low, high], ticks) => {
  const axis = forestAxis(
    [marks((interval?.[0] ?? 0) / 2 + (interval?.[1] ?? 0) / 2, interval)],
    colours[0] < 0,
    colours,
  );
  expect(axis).toEqual({ low, high, ticks });
});

test('where colours end before an interval does the axis has ends of its own', () => {
  const some = [marks(0.632, [-0.13, 1.458]), marks(-0.226, [-2.113, 0.403])];
  expect(forestAxis(some, true, [-0.8, 0.8])).toEqual(forestAxis(some, true));
});

test.each<readonly [string, readonly [number, number], ForestMarks['interval'], readonly [number, number]]>([
  [
    'the far end is that of the colours, the other a round number',
    [-0.25, 0.25],
    [-0.011, 0.223],
    [-0.02, 0.25],
  ],
  ['below 0', [-0.25, 0.25], [-0.223, 0.011], [-0.25, 0.02]],
  ['nothing on the other side', [-0.25, 0.25], [0.01, 0.223], [0, 0.25]],
  ['both ways', [-1, 1], [-0.9, 0.95], [-1, 1]],
  ['from 0', [0, 0.15], [0.04, 0.14], [0, 0.15]],
])(
  'by roots an axis holds what it has to, its ends and 0 are ticks: %s',
  (_, colours, interval, [low, high]) => {
    const axis = forestAxis(
      [marks(((interval?.[0] ?? 0) + (interval?.[1] ?? 0)) / 2, interval)],
      true,
      colours,
      'root',
    );
    expect(axis).toMatchObject({ low, high, shape: 'root' });
    expect(axis.ticks).toEqual(axis.ticks.toSorted((one, other) => one - other));
    for (const tick of [low, 0, high]) expect(axis.ticks).toContain(tick);
  },
);

test('by roots a number lies at the square root of its share of the axis', () => {
  const axis = { low: 0, high: 0.25, ticks: [0, 0.01, 0.0625, 0.25], shape: 'root' } as const;
  expect(axis.ticks.map((tick) => alongAxis(axis, tick))).toEqual([0, 20, 50, 100]);
  const bothWays = { low: -0.04, high: 0.16, ticks: [], shape: 'root' } as const;
  expect(alongAxis(bothWays, -0.01)).toBeCloseTo(100 / 6, 10);
  expect(alongAxis(bothWays, 0)).toBeCloseTo(100 / 3, 10);
  // Of ticks too near to each other the one that is nearer to 0 has no number; 0 has.
  expect(labelledTicks(axis, 100, () => 20)).toEqual([0, 0.0625, 0.25]);
  expect(labelledTicks(axis, 50, () => 20)).toEqual([0, 0.25]);
});

test('an axis of its own ends with ticks, too', () => {
  const mark = (set: number, low: number, high: number) => ({
    set,
    interval: [low, high] as const,
    control: null,
    controlInterval: null,
  });
  for (const marks of [
    [mark(0.2, 0.1, 0.47)],
    [mark(-1, -2.7, 0.4), mark(1, 0.2, 1.9)],
    [mark(31, 12, 88)],
  ]) {
    const { low, high, ticks } = forestAxis(marks, true);
    expect([ticks[0], ticks.at(-1)]).toEqual([low, high]);
  }
});

test('of seven steps more than the ends have labels, where there is room', () => {
  const axis = { low: -0.1, high: 0.35, ticks: [-0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35] };
  const wide = () => 24;
  // Every step is 160 / 9 px.
  expect(labelledTicks(axis, 160, wide)).toEqual([-0.1, 0, 0.1, 0.2, 0.35]);
  expect(labelledTicks(axis, 400, wide)).toEqual(axis.ticks);
  expect(labelledTicks(axis, 100, wide)).toEqual([0, 0.15, 0.35]);
  expect(labelledTicks({ ...axis, low: 0, ticks: axis.ticks.slice(2) }, 60, wide)).toEqual([0, 0.35]);
});
