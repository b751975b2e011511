/** The values of one metric at one head over the set, the control set behind them. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { axisEnds, distribution, DISTRIBUTION_WIDTH } from '../distribution.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../figure-drawing.ts';
import { captionOfSet, type Figure, type FigureSource } from '../figure.ts';
import { compared, head, layer, metric, pairId, runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';

export const DISTRIBUTION_CONTROLS = ['neutral', 'control'] as const;
export type DistributionControl = (typeof DISTRIBUTION_CONTROLS)[number];

const schema = z
  .object({
    kind: z.literal('distribution'),
    runId,
    metric,
    layer,
    head,
    against: z
      .enum(DISTRIBUTION_CONTROLS)
      .optional()
      .describe(
        'what lies behind the set; without it what the rows of the run are held against: its neutral changes, or the control set where fewer than five of these are of the shape of their pairs',
      ),
    uncompared: z
      .boolean()
      .optional()
      .describe('heads are not compared with what lies behind the set, and the figure says so'),
    /** A line at this pair's value. */
    pairId: pairId.optional(),
    compared,
    plotWidth: z
      .number()
      .min(80)
      .max(4096)
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
  })
  .describe('histogram of a metric at a head over the set, the control set behind it; a line at --pair');

export interface DistributionFigureData {
  readonly source: FigureSource;
  readonly metric: MetricName;
  readonly layer: number;
  readonly head: number;
  readonly set: readonly (number | null)[];
  /** null where there is nothing to compare with. */
  readonly control: readonly (number | null)[] | null;
  /** What the control is. */
  readonly against: DistributionControl;
  readonly pair?: { readonly name: string; readonly value: number | null } | null;
  /** Heads are not compared with the control that is drawn. */
  readonly uncompared?: boolean | undefined;
  readonly plotWidth?: number | undefined;
  /** Of the axis of values; those of the values without it. */
  readonly ends?: readonly [number, number] | undefined;
}

export const distributionFigure = {
  schema,
  draw,
  csv,
  ends: {
    of: ({ metric, set, control, ends }) => ({
      quantity: `${METRICS[metric].label} of pairs`,
      ends: ends ?? axisEnds(set, control),
    }),
    put: (data, ends) => ({ ...data, ends }),
  },
  fit: (data, room) => narrowerPlot(data, room, DISTRIBUTION_WIDTH, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, DistributionFigureData>;

function draw(data: DistributionFigureData, theme: FigureTheme): Figure {
  const metric = METRICS[data.metric];
  return distribution(
    {
      title: `${metric.label} · L${data.layer} H${data.head}`,
      metric: metric.label,
      unit: metric.unit,
      set: data.set,
      control: data.control,
      controlName: data.against,
      isUncompared: data.uncompared,
      pair: data.pair ?? null,
      plotWidth: data.plotWidth,
      ends: data.ends,
      caption: captionOfSet(
        data.against === 'neutral' ? { ...data.source, controlSet: 'its neutral changes' } : data.source,
        data.set.length,
        data.control?.length ?? null,
      ),
    },
    theme,
  );
}

/** What lies behind the set, where nobody has chosen: what its rows are held against; else what there is, though nothing is compared with it. */
export function usualControl({
  heldAgainst,
  neutral,
}: {
  readonly heldAgainst: DistributionControl | null;
  readonly neutral: readonly unknown[];
}): DistributionControl {
  return heldAgainst ?? (neutral.length > 0 ? 'neutral' : 'control');
}

/** Whether neutrals lie behind the set that heads are not compared with: too few of them are of the shape of their pairs. */
export function isUncompared(
  against: DistributionControl,
  { heldAgainst }: { readonly heldAgainst: DistributionControl | null },
): boolean {
  return against === 'neutral' && heldAgainst !== 'neutral';
}

/** A line for each pair, in the order of its set. */
function csv({ metric, set, control, against }: DistributionFigureData): string {
  const linesOf = (role: string, values: readonly (number | null)[]) =>
    values.map((value, index) => [role, index + 1, value]);
  return csvText([['role', 'pair', metric], ...linesOf('set', set), ...linesOf(against, control ?? [])]);
}
