/** Does it change, does it matter: heads by how much they change and how much they matter, with intervals both ways. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound } from '../../figures/figure.ts';
import { placeLabels } from '../../figures/label-places.ts';
import { type Axis } from '../../figures/scatter-axes.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_ADVANCE, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { METRIC_NAMES } from '../../metrics/catalogue.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { type Changes, changeTitle, type HeadChange } from './changes.ts';
import { corneredHeads } from './corners.ts';
import { headEffects, methodsOf } from './heads.ts';
import { EFFECT_METHODS, type EffectMethod, METHOD_WORDS } from './methods.ts';
import {
  CORNER_SIZE,
  cornerLabels,
  placeCorners,
  type PlacedWords,
  roomOf,
  THRESHOLD_SIZE,
  thresholdLabel,
} from './scatter-corners.ts';
import { dotStyle, hasCross, isNamed, nameOf, type PlacedHead, priority, radiusOf } from './scatter-dots.ts';
import { boxesOf, crossOf, gridOf, type Plane, planeOf, PLOT, thresholdsOf } from './scatter-plane.ts';
import { captionOfScatter, hintOf, noteOf, whatMoves } from './scatter-words.ts';
import { AXES, type Axes } from '../../figures/axes.ts';

const schema = z
  .object({
    kind: z.literal('effects-scatter'),
    analysisId,
    method: z
      .enum(EFFECT_METHODS)
      .optional()
      .describe('how heads are tested, upwards; the first that was used without it'),
    metric: z
      .enum(METRIC_NAMES)
      .optional()
      .describe('by which heads change, to the right; that of the analysis without it'),
    axes: z
      .enum(AXES)
      .default('auto')
      .describe(
        'linear; root: square roots both ways; auto: root where a few heads would leave the others in a heap',
      ),
    /** In the colour of selection. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
    plotHeight: plotPixels.optional().describe('px of the plot from top to bottom, likewise'),
  })
  .describe('heads by how much they change and how much they matter, of an analysis of effects');

export interface EffectsScatterData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly method?: EffectMethod | undefined;
  /** Of the metric that goes to the right; null where the run has not measured it. */
  readonly changes: Changes | null;
  readonly axes?: Axes | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
  readonly plotHeight?: number | undefined;
}

/** px of a plot in whose corners words still have room. */
const NARROWEST_PLANE = 270;

export const effectsScatter = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLANE),
} satisfies FigureDrawing<typeof schema, EffectsScatterData>;

const FONT_SIZE = 11;

/** So many heads are named that nothing is found of. */
const FURTHEST = 4;

/** What is drawn, with everything in its place. */
interface Drawn {
  readonly plane: Plane;
  /** Those whose names matter most first. */
  readonly ordered: readonly PlacedHead[];
  readonly corners: readonly PlacedWords[];
  /** null where they have no place, or there is no threshold. */
  readonly threshold: PlacedWords | null;
  /** Named whatever is said of them: what lies far out is worth a look. */
  readonly furthest: ReadonlySet<PlacedHead>;
  isSelected(this: void, one: { readonly layer: number; readonly head: number }): boolean;
}

function draw(data: EffectsScatterData, theme: FigureTheme): Figure {
  const { result, source, changes } = data;
  const method = data.method ?? methodsOf(result)[0] ?? 'patch';
  const heads = corneredHeads(headEffects(result, method), changes);
  const margin = scalarOf(result, 'effects.margin') ?? 0;
  const shown = heads.flatMap((one): PlacedHead[] => {
    const [x, y] = [one.change?.value ?? null, one.effect.mean];
    return x === null || y === null ? [] : [{ ...one, x, y }];
  });
  const [width, height] = [data.plotWidth ?? PLOT.width, data.plotHeight ?? PLOT.height];
  const labels = cornerLabels(heads, width);
  const above = Math.max(roomOf(labels, 'top'), roomOf(labels, 'bottom'));
  const plane = planeOf(shown, { margin, above, axes: data.axes ?? 'auto', width, height });
  const { right, bottom } = plane;
  const isSelected: Drawn['isSelected'] = ({ layer: l, head: h }) => l === data.layer && h === data.head;
  const ordered = [...shown].sort((a, b) => priority(b, isSelected(b)) - priority(a, isSelected(a)));
  const { placed: corners, left } = placeCorners(labels, plane, margin, shown);
  const threshold = thresholdLabel(plane, margin, shown, corners);
  const furthest = new Set(shown.toSorted((a, b) => Math.abs(b.y) - Math.abs(a.y)).slice(0, FURTHEST));
  const drawn = { plane, ordered, corners, threshold, furthest, isSelected };
  const text = textIn(theme);
  return {
    title: 'Does it change, does it matter?',
    width: right + PLOT.right,
    height: bottom + PLOT.bottom,
    note: [
      noteOf(heads, heads.length - shown.length, plane.axes),
      margin > 0 && threshold === null
        ? `Dotted: the smallest effect that counts, ${formatBound(margin)}.`
        : '',
      left.length > 0 ? `Around 0: ${left.join('; ')}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    caption: captionOfScatter(source, result, method, changes),
    option: {
      animation: false,
      grid: { left: PLOT.left, top: PLOT.top, width, height, outerBoundsMode: 'none' },
      xAxis: axisIn(plane, plane.x, theme),
      yAxis: axisIn(plane, plane.y, theme),
      series: [
        {
          type: 'scatter',
          emphasis: { disabled: true },
          data: ordered.map((one) => ({
            value: [plane.scale.to(one.x), plane.scale.to(one.y)],
            symbolSize: 2 * radiusOf(one),
            itemStyle: dotStyle(one, isSelected(one), theme),
          })),
        },
      ],
      graphic: [
        ...gridOf(plane, theme),
        ...thresholdsOf(plane, margin, theme),
        ...thresholdWords(drawn, theme),
        ...ordered.toReversed().flatMap((one) => crossOf(plane, one, isSelected(one), theme)),
        ...cornersOf(drawn, theme),
        text(`↑ share of the ${whatMoves(result)} ${METHOD_WORDS[method].axis}`, 4, 10, { align: 'left' }),
        text(
          changes === null ? 'how much it changes is not known' : `${changeTitle(changes)} →`,
          right,
          bottom + PLOT.bottom - 9,
          { align: 'right' },
        ),
        ...namesOf(drawn, theme),
      ],
    },
    hint: (seriesIndex, dataIndex) => {
      const one = seriesIndex === 0 ? ordered[dataIndex] : undefined;
      return one === undefined ? null : hintOf(one, method, changes);
    },
  };
}

/** Lines that go under words are not seen through them. */
function halo(theme: FigureTheme): object {
  return { stroke: theme.background, lineWidth: 3 };
}

/** Nor between their letters, of words that stand on a line. */
function ground(theme: FigureTheme): object {
  return { backgroundColor: theme.background };
}

function textIn(theme: FigureTheme) {
  return (words: string, left: number, top: number, style: object): object => ({
    type: 'text',
    silent: true,
    x: left,
    y: top,
    style: {
      text: words,
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily: TEXT_FONT,
      fontSize: FONT_SIZE,
      ...style,
    },
  });
}

function axisIn({ scale }: Plane, { low, high, ticks }: Axis, theme: FigureTheme) {
  return {
    type: 'value' as const,
    min: low,
    max: high,
    axisTick: { show: false },
    splitLine: { show: false },
    axisLine: { show: false },
    axisLabel: {
      fontFamily: MONO_FONT,
      fontSize: FONT_SIZE,
      color: theme.muted,
      customValues: ticks.map((tick) => scale.to(tick)),
      formatter: (value: number) => formatBound(scale.from(value)),
    },
  };
}

function thresholdWords({ threshold }: Drawn, theme: FigureTheme): object[] {
  if (threshold === null) return [];
  const { words, box } = threshold;
  const style = { align: 'left', fontSize: THRESHOLD_SIZE, ...ground(theme) };
  return [textIn(theme)(words, box.left, (box.top + box.bottom) / 2, style)];
}

/** Each with how many heads it has. */
function cornersOf({ corners }: Drawn, theme: FigureTheme): object[] {
  const style = { align: 'left', fill: theme.text, fontWeight: 600, fontSize: CORNER_SIZE, ...ground(theme) };
  return corners.map(({ words, box }) => textIn(theme)(words, box.left, (box.top + box.bottom) / 2, style));
}

/** Names of heads, where they cover no cross and no words. */
function namesOf(
  { plane, ordered, corners, threshold, furthest, isSelected }: Drawn,
  theme: FigureTheme,
): object[] {
  const { px, py, right, bottom } = plane;
  const labels = placeLabels(
    ordered.map((one) => ({
      x: px(one.x),
      y: py(one.y),
      radius: radiusOf(one),
      width:
        isNamed(one) || isSelected(one) || furthest.has(one)
          ? nameOf(one).length * MONO_ADVANCE * FONT_SIZE
          : null,
    })),
    { left: PLOT.left, top: PLOT.top, right, bottom },
    [
      ...ordered.flatMap((one) => (hasCross(one) || isSelected(one) ? boxesOf(plane, one) : [])),
      ...corners.map((one) => one.box),
      ...(threshold === null ? [] : [threshold.box]),
    ],
  );
  return labels.map(({ dot, left, middle }): object => {
    const named = ordered[dot] as PlacedHead;
    return textIn(theme)(nameOf(named), left, middle, {
      fill: isSelected(named) ? theme.accent : isNamed(named) ? theme.text : theme.muted,
      fontFamily: MONO_FONT,
      ...halo(theme),
    });
  });
}

function csv({ result, method = methodsOf(result)[0], changes }: EffectsScatterData): string {
  const heads = method === undefined ? [] : corneredHeads(headEffects(result, method), changes);
  const ofChange = (change: HeadChange | null) => [
    change?.value ?? null,
    change?.low ?? null,
    change?.high ?? null,
    change?.n ?? null,
    change?.verdict ?? null,
  ];
  return csvText([
    [
      'layer',
      'head',
      'corner',
      'method',
      'effect',
      'effect_ci_low',
      'effect_ci_high',
      'effect_n',
      'matters',
      'metric',
      'change',
      'change_ci_low',
      'change_ci_high',
      'change_n',
      'changes',
    ],
    ...heads.map(({ layer: l, head: h, corner, effect, change }) => [
      l,
      h,
      corner,
      method ?? null,
      effect.mean,
      effect.low,
      effect.high,
      effect.n,
      effect.verdict,
      changes?.metric ?? null,
      ...ofChange(change),
    ]),
  ]);
}
