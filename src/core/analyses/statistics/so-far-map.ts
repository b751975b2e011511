/** Layers x heads of a run that is going on: means of the pairs measured so far, and nothing that would be a claim. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { differenceScale, metricScale } from '../../figures/scale-ends.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import { captionOfSet, type Figure, type FigureSource, formatValue } from '../../figures/figure.ts';
import { headGrid, HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { metric, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';

/** What is taken from the mean of the set. */
export type Baseline = 'neutral' | 'control' | 'none';

export interface MeansSoFar {
  readonly baseline: Baseline;
  /** Pairs of the set that are measured, and of what they are compared with. */
  readonly pairs: number;
  readonly compared: number;
  /** [layers][heads] means over the pairs; null where the metric is undefined. */
  readonly mean: readonly (readonly (number | null)[])[];
  /** The same of the baseline; null where there is none. */
  readonly against: readonly (readonly (number | null)[])[];
}

/** Before the first pair is measured. */
export function nothingSoFar({
  layers,
  heads,
}: {
  readonly layers: number;
  readonly heads: number;
}): MeansSoFar {
  const nothing = Array.from({ length: layers }, () => Array.from({ length: heads }, () => null));
  return { baseline: 'none', pairs: 0, compared: 0, mean: nothing, against: nothing };
}

const LABELS = { neutral: 'neutral', control: 'control', none: '' } as const;

const schema = z
  .object({
    kind: z.literal('so-far-map'),
    runId,
    metric,
    plotWidth: plotPixels.optional().describe('px that the cells of a layer take'),
  })
  .describe('layers x heads of a run that is going on: means of the pairs measured so far');

export interface SoFarMapData {
  readonly source: FigureSource;
  readonly means: MeansSoFar;
  readonly metric: MetricName;
  readonly plotWidth?: number | undefined;
}

export const soFarMap = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, SoFarMapData>;

/** Mean of the set less that of the baseline, of each head. */
export function soFarValue(
  { mean, against, baseline }: MeansSoFar,
  layer: number,
  head: number,
): number | null {
  const own = mean[layer]?.[head] ?? null;
  if (baseline === 'none') return own;
  const other = against[layer]?.[head] ?? null;
  return own === null || other === null ? null : own - other;
}

function draw({ source, means, metric: name, plotWidth }: SoFarMapData, theme: FigureTheme): Figure {
  const { mean, against, baseline, pairs, compared } = means;
  const values = mean.map((row, layer) => row.map((_, head) => soFarValue(means, layer, head)));
  return headGrid(
    {
      title: `Heads so far: ${METRICS[name].label}`,
      cells: values.map((row, layer) =>
        row.map((value, head) => ({
          value,
          look: 'full' as const,
          hint: {
            title: `L${layer} H${head}`,
            rows: [
              { label: 'mean so far', value: formatValue(mean[layer]?.[head] ?? null) },
              ...(baseline === 'none'
                ? []
                : [
                    { label: LABELS[baseline], value: formatValue(against[layer]?.[head] ?? null) },
                    { label: 'difference', value: formatValue(value) },
                  ]),
            ],
          },
        })),
      ),
      scale: baseline === 'none' ? metricScale(name, values.flat()) : differenceScale(name, values.flat()),
      plotWidth,
      note: `${pairs === 1 ? 'Of the one pair' : `Means of the ${pairs.toLocaleString('en')} pairs`} measured so far${baseline === 'none' ? '' : `, less that of ${baseline === 'control' ? 'the control set' : 'their neutrals'} (${compared})`}: ${pairs === 1 ? 'it' : 'they'} can still change, and nothing is tested before the end.`,
      caption: captionOfSet(source, pairs, baseline === 'control' ? compared : null),
    },
    theme,
  );
}

function csv({ means, metric: name }: SoFarMapData): string {
  const { mean, against, baseline } = means;
  return csvText([
    ['layer', 'head', name, ...(baseline === 'none' ? [] : [baseline, 'difference'])],
    ...mean.flatMap((row, layer) =>
      row.map((own, head) => [
        layer,
        head,
        own,
        ...(baseline === 'none' ? [] : [against[layer]?.[head] ?? null, soFarValue(means, layer, head)]),
      ]),
    ),
  ]);
}
