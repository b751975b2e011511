/** Profiles of one head by label, side by side on the same axes: constructions of negation as small multiples. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { isolated } from '../../isolated.ts';
import { inNaturalOrder } from '../../natural-order.ts';
import type { FigureOption } from '../../figures/echarts.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound, formatValue } from '../../figures/figure.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { truncate } from '../../figures/token-labels.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';
import { countWords } from '../statistics/count-words.ts';
import { labelNames } from './label-means.ts';
import {
  NEGATION_PROFILES,
  type NegationProfile,
  PROFILE_DISTANCES,
  PROFILE_SPAN,
  PROFILE_TITLES,
} from './quantities.ts';
import { comparisonOf } from './rows.ts';
import { controlName } from './words.ts';

const schema = z
  .object({
    kind: z.literal('negation-labels'),
    analysisId,
    profile: z.enum(NEGATION_PROFILES).default('to_cue').describe('what is drawn by distance to the cue'),
    layer: layer.optional(),
    head: head.optional(),
    labels: z.int().min(1).max(60).default(12).describe('labels that are drawn, those with most pairs first'),
    plotWidth: plotPixels.optional().describe('px that a column takes'),
  })
  .describe('profiles around a negation cue by label, of one head');

export interface LabelsData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly profile: NegationProfile;
  readonly at: HeadPlace;
  readonly labels: number;
  readonly plotWidth?: number | undefined;
}

export const negationLabelsFigure = { schema, draw, csv } satisfies FigureDrawing<typeof schema, LabelsData>;

const CELL = { width: 148, height: 46, title: 18, gap: 16, left: 34, columns: 2 } as const;

interface LabelCurves {
  readonly label: string;
  readonly pairs: number;
  readonly set: readonly (number | null)[];
  readonly control: readonly (number | null)[];
}

function curvesOf({ result, profile, at, labels }: LabelsData): LabelCurves[] {
  const { shape, data } = tensorOf(result, 'label_profiles');
  const [, names = 0, profiles = 0, distances = 0, layers = 0, heads = 0] = shape;
  const pairs = tensorOf(result, 'label_pairs').data;
  const curve = (side: number, label: number) =>
    PROFILE_DISTANCES.map((_, distance) =>
      orNull(
        data[
          ((((side * names + label) * profiles + NEGATION_PROFILES.indexOf(profile)) * distances + distance) *
            layers +
            at.layer) *
            heads +
            at.head
        ],
      ),
    );
  return labelNames(result)
    .map((label, place) => ({ label, place, pairs: pairs[place] ?? 0 }))
    .toSorted((a, b) => b.pairs - a.pairs || inNaturalOrder(a.label, b.label))
    .slice(0, labels)
    .map(({ label, place, pairs: of }) => ({
      label,
      pairs: of,
      set: curve(0, place),
      control: curve(1, place),
    }));
}

/** ' 8 of 40 labels, 3 to 5 pairs; no other has more than 3.' */
function shareWords(curves: readonly LabelCurves[], all: number): string {
  if (curves.length === all) return '';
  const [most, least] = [curves[0]?.pairs ?? 0, curves.at(-1)?.pairs ?? 0];
  const pairs = most === least ? countWords(most, 'pair') : `${least} to ${countWords(most, 'pair')}`;
  const each = most === least && curves.length > 1 ? `${pairs} each` : pairs;
  return ` ${curves.length} of ${all} labels, ${each}; no other has more than ${least}.`;
}

/** The distances at which any curve has a value, with 0 among them. */
function spanOf(curves: readonly LabelCurves[]): readonly [number, number] {
  const seen = PROFILE_DISTANCES.filter((_, place) =>
    curves.some(({ set, control }) => (set[place] ?? control[place] ?? null) !== null),
  );
  return [Math.min(0, seen[0] ?? -PROFILE_SPAN), Math.max(0, seen.at(-1) ?? PROFILE_SPAN)];
}

function draw(data: LabelsData, theme: FigureTheme): Figure {
  const { source, result, profile, at, plotWidth: width = CELL.width } = data;
  const curves = curvesOf(data);
  const rows = Math.ceil(curves.length / CELL.columns);
  const values = curves.flatMap(({ set, control }) => [...set, ...control]).map((value) => value ?? 0);
  const high = niceAbove(Math.max(0, ...values));
  const span = spanOf(curves);
  const control = controlName(comparisonOf(result));
  const placeOf = (index: number) => ({
    left: CELL.left + (index % CELL.columns) * (width + CELL.gap),
    top: CELL.title + Math.floor(index / CELL.columns) * (CELL.height + CELL.title + 8),
  });
  return {
    title: `By label · L${at.layer} H${at.head}`,
    width: CELL.left + CELL.columns * width + (CELL.columns - 1) * CELL.gap + 8,
    height: Math.max(1, rows) * (CELL.height + CELL.title + 8) + 20,
    note:
      curves.length === 0
        ? 'No pair has a label.'
        : `${PROFILE_TITLES[profile]}, from ${formatBound(span[0]).replace('-', '−')} to +${span[1]} tokens around the cue; n: pairs of the label.${control === '' ? '' : ` Grey: ${control}.`} Means without intervals: of so few pairs a shape, not a finding.${shareWords(curves, labelNames(result).length)}`,
    caption: captionOfAnalysis(source),
    option: optionOf(curves, { high, span, width, placeOf }, theme),
    hint: (seriesIndex, dataIndex) => {
      const own = curves[Math.floor(seriesIndex / 2)];
      if (own === undefined) return null;
      return {
        title: `${own.label}, ${formatBound(PROFILE_DISTANCES[dataIndex] ?? 0)}`,
        rows: [
          { label: 'negation', value: formatValue(own.set[dataIndex] ?? null) },
          ...(control === '' ? [] : [{ label: control, value: formatValue(own.control[dataIndex] ?? null) }]),
          { label: 'pairs', value: `${own.pairs}` },
        ],
      };
    },
  };
}

interface Layout {
  readonly high: number;
  readonly span: readonly [number, number];
  readonly width: number;
  readonly placeOf: (index: number) => { readonly left: number; readonly top: number };
}

function optionOf(
  curves: readonly LabelCurves[],
  { high, span, width, placeOf }: Layout,
  theme: FigureTheme,
): FigureOption {
  const columns = Math.max(8, Math.floor(width / 7.2) - 8);
  return {
    animation: false,
    grid: curves.map((_, index) => ({
      ...placeOf(index),
      width,
      height: CELL.height,
      outerBoundsMode: 'none' as const,
    })),
    xAxis: curves.map((_, gridIndex) => ({
      gridIndex,
      type: 'value' as const,
      min: span[0],
      max: span[1],
      axisLabel: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLine: { lineStyle: { color: theme.muted } },
    })),
    yAxis: curves.map((_, gridIndex) => ({
      gridIndex,
      type: 'value' as const,
      min: 0,
      max: high,
      interval: high,
      axisLabel: {
        show: gridIndex % CELL.columns === 0,
        fontFamily: MONO_FONT,
        fontSize: 10,
        color: theme.muted,
      },
      splitLine: { lineStyle: { color: theme.line } },
    })),
    series: curves.flatMap(({ set, control }, index) =>
      [control, set].map((values, side) => ({
        type: 'line' as const,
        xAxisIndex: index,
        yAxisIndex: index,
        showSymbol: false,
        silent: false,
        data: PROFILE_DISTANCES.map((distance, place) => [distance, values[place] ?? null]),
        lineStyle: { width: 1.4, color: side === 0 ? theme.control : theme.accent },
        itemStyle: { color: side === 0 ? theme.control : theme.accent },
        ...(side === 1 && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            data: [{ xAxis: 0 }],
            lineStyle: { color: theme.amber, type: 'solid' as const, width: 1, opacity: 0.6 },
          },
        }),
      })),
    ),
    graphic: curves.map(({ label, pairs }, index) => {
      const { left, top } = placeOf(index);
      return {
        type: 'text' as const,
        left,
        top: top - CELL.title + 3,
        style: {
          text: `${isolated(truncate(label, columns))}  n = ${pairs}`,
          font: `11px ${TEXT_FONT}`,
          fill: theme.text,
        },
      };
    }),
  };
}

/** 0.1, 0.2, 0.5, 1, …: the top of all axes. */
function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function csv(data: LabelsData): string {
  return csvText([
    ['label', 'pairs', 'distance', 'mean', 'control_mean'],
    ...curvesOf(data).flatMap(({ label, pairs, set, control }) =>
      PROFILE_DISTANCES.map((distance, place) => [
        label,
        pairs,
        distance,
        set[place] ?? null,
        control[place] ?? null,
      ]),
    ),
  ]);
}
