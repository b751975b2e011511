/** A curve with its interval: a line over a band, as series of ECharts that are stacked. */

export interface BandCurve {
  /** Along the axis. */
  readonly at: readonly number[];
  readonly mean: readonly (number | null)[];
  /** Both null: there is no interval, and no band. */
  readonly low: readonly (number | null)[] | null;
  readonly high: readonly (number | null)[] | null;
}

export interface BandLook {
  readonly color: string;
  /** The name of the stack, of one curve alone. */
  readonly stack: string;
  /** Values are below 0: they stack downwards, from the higher end. */
  readonly isBelow?: boolean;
  readonly line?: { readonly type: 'solid' | 'dashed' | 'dotted' };
  /** A dot at each value. */
  readonly hasDots?: boolean;
}

export function intervalBand({ at, mean, low, high }: BandCurve, look: BandLook) {
  const { color, stack, isBelow = false, line: dashes, hasDots = false } = look;
  const points = (values: readonly (number | null)[]) =>
    values.map((value, index): [number, number | null] => [at[index] ?? 0, value]);
  const line = { type: 'line' as const, symbol: 'none', silent: true };
  const [from, to] = isBelow ? [high, low] : [low, high];
  const area =
    from === null || to === null
      ? []
      : [
          { ...line, stack, lineStyle: { opacity: 0 }, data: points(from) },
          {
            ...line,
            stack,
            lineStyle: { opacity: 0 },
            areaStyle: { color, opacity: 0.18 },
            data: points(to.map((value, index) => (value === null ? null : value - (from[index] ?? 0)))),
          },
        ];
  return [
    ...area,
    {
      ...line,
      ...(hasDots && { symbol: 'circle', symbolSize: 4 }),
      lineStyle: { color, width: 1.5, ...dashes },
      itemStyle: { color },
      data: points(mean),
    },
  ];
}
