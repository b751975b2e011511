/** Does it change, does it matter: heads by how much they change and how much they matter, with intervals both ways. */
import { formatEstimate } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { effectWords } from '../../effects/effect-words.ts';
import { EFFECTS } from '../../effects/effects.ts';
import { effectOf } from '../stored-effect.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound, formatValue } from '../../figures/figure.ts';
import { type Box, placeLabels } from '../../figures/label-places.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_ADVANCE, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { METRIC_NAMES } from '../../metrics/catalogue.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { type Changes, changeTitle, type HeadChange } from './changes.ts';
import {
  type Corner,
  CORNER_OF_HEAD,
  CORNER_WORDS,
  type CorneredHead,
  corneredHeads,
  countCorners,
  openWords,
} from './corners.ts';
import { headEffects, methodsOf } from './heads.ts';
import { EFFECT_METHODS, type EffectMethod, METHOD_WORDS } from './methods.ts';
import { AXES, type Axes, type Axis, axisOf, chosenAxes, SCALES } from '../../figures/scatter-axes.ts';
import { measuredWith, nOfChanges } from './words.ts';

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

export const effectsScatter = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  EffectsScatterData
>;

const PLOT = { left: 46, right: 14, top: 26, bottom: 40, width: 520, height: 350 } as const;
const FONT_SIZE = 11;
/** px that the words of the corners take at the top and the bottom of the plot. */
const CORNER_ROOM = 20;
/** px that the words at the threshold take. */
const THRESHOLD_WORDS = 170;

/** Called both ways, or one; nothing there; undecided. */
type Look = 'strong' | 'open' | 'neither' | 'undecided';

interface PlacedHead extends CorneredHead {
  readonly x: number;
  readonly y: number;
}

function draw(data: EffectsScatterData, theme: FigureTheme): Figure {
  const { result, source, changes } = data;
  const method = data.method ?? methodsOf(result)[0] ?? 'patch';
  const heads = corneredHeads(headEffects(result, method), changes);
  const margin = scalarOf(result, 'effects.margin') ?? 0;
  const [plotWidth, plotHeight] = [data.plotWidth ?? PLOT.width, data.plotHeight ?? PLOT.height];
  const shown = heads.flatMap((one): PlacedHead[] => {
    const [x, y] = [one.change?.value ?? null, one.effect.mean];
    return x === null || y === null ? [] : [{ ...one, x, y }];
  });
  const axes = chosenAxes(data.axes ?? 'auto', [shown.map((one) => one.x), shown.map((one) => one.y)]);
  const scale = SCALES[axes];
  const x = axisOf(
    shown.flatMap(({ change, x: own }) => [own, change?.low ?? own, change?.high ?? own]),
    plotWidth,
    scale,
  );
  const y = axisOf(
    [...shown.flatMap(({ effect, y: own }) => [own, effect.low ?? own, effect.high ?? own]), margin, 0],
    plotHeight,
    scale,
    CORNER_ROOM + 6,
  );
  const px = (value: number) => PLOT.left + (plotWidth * (scale.to(value) - x.low)) / (x.high - x.low);
  const py = (value: number) =>
    PLOT.top + plotHeight - (plotHeight * (scale.to(value) - y.low)) / (y.high - y.low);
  const isSelected = (one: { readonly layer: number; readonly head: number }): boolean =>
    one.layer === data.layer && one.head === data.head;
  const ordered = [...shown].sort((a, b) => priority(b, isSelected(b)) - priority(a, isSelected(a)));
  const labels = placeLabels(
    ordered.map((one) => ({
      x: px(one.x),
      y: py(one.y),
      radius: radiusOf(one),
      width: isNamed(one) || isSelected(one) ? nameOf(one).length * MONO_ADVANCE * FONT_SIZE : null,
    })),
    {
      left: PLOT.left,
      top: PLOT.top + CORNER_ROOM,
      right: PLOT.left + plotWidth,
      bottom: PLOT.top + plotHeight - CORNER_ROOM,
    },
    [
      ...ordered.flatMap((one) => (hasCross(one) || isSelected(one) ? boxesOf(one) : [])),
      // The words at the threshold.
      {
        left: PLOT.left + plotWidth - THRESHOLD_WORDS,
        right: PLOT.left + plotWidth,
        top: py(margin) - 14,
        bottom: py(margin),
      },
    ],
  );
  const text = (words: string, left: number, top: number, style: object): object => ({
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
  /** Lines that go under words are not seen through them. */
  const halo = { stroke: theme.background, lineWidth: 3 };
  const line = (x1: number, y1: number, x2: number, y2: number, style: object, z = 0): object => ({
    type: 'line',
    silent: true,
    z,
    shape: { x1, y1, x2, y2 },
    style: { lineWidth: 1, ...style },
  });
  const [right, bottom] = [PLOT.left + plotWidth, PLOT.top + plotHeight];
  const grid = [
    ...y.ticks.map((tick) => line(PLOT.left, py(tick), right, py(tick), { stroke: theme.line })),
    ...x.ticks.map((tick) => line(px(tick), PLOT.top, px(tick), bottom, { stroke: theme.line })),
    line(PLOT.left, py(0), right, py(0), { stroke: theme.control }),
    ...(x.low <= 0 && x.high >= 0 ? [line(px(0), PLOT.top, px(0), bottom, { stroke: theme.control })] : []),
  ];
  const thresholds = [margin, -margin].filter(
    (value) => margin > 0 && scale.to(value) > y.low && scale.to(value) < y.high,
  );
  const dash = { stroke: theme.muted, lineDash: [2, 3] };
  const counts = countCorners(heads);
  const corner = (name: Corner, side: 'left' | 'right', top: number): object =>
    text(`${CORNER_WORDS[name]} ${counts[name]}`, side === 'left' ? PLOT.left + 6 : right - 6, top, {
      align: side,
      fill: theme.text,
      fontWeight: 600,
      fontSize: 12,
      ...halo,
    });
  const missing = heads.length - shown.length;
  const axisLabel = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted };
  const axis = ({ low, high, ticks: at }: Axis) => ({
    type: 'value' as const,
    min: low,
    max: high,
    axisTick: { show: false },
    splitLine: { show: false },
    axisLine: { show: false },
    axisLabel: {
      ...axisLabel,
      customValues: at.map((tick) => scale.to(tick)),
      formatter: (value: number) => formatBound(scale.from(value)),
    },
  });
  return {
    title: 'Does it change, does it matter?',
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + plotHeight + PLOT.bottom,
    note: noteOf(heads, missing, axes),
    caption: captionOfScatter(source, result, method, changes),
    option: {
      animation: false,
      grid: {
        left: PLOT.left,
        top: PLOT.top,
        width: plotWidth,
        height: plotHeight,
        outerBoundsMode: 'none',
      },
      xAxis: axis(x),
      yAxis: axis(y),
      series: [
        {
          type: 'scatter',
          emphasis: { disabled: true },
          data: ordered.map((one) => ({
            value: [scale.to(one.x), scale.to(one.y)],
            symbolSize: 2 * radiusOf(one),
            itemStyle: dotStyle(one, isSelected(one), theme),
          })),
        },
      ],
      graphic: [
        ...grid,
        ...thresholds.map((value) => line(PLOT.left, py(value), right, py(value), dash)),
        ...(margin > 0
          ? [
              text(`smallest effect that counts, ${formatBound(margin)}`, right - 4, py(margin) - 7, {
                align: 'right',
                fontSize: 10.5,
                ...halo,
              }),
            ]
          : []),
        ...ordered.toReversed().flatMap((one) => crossOf(one, isSelected(one))),
        corner('both', 'right', PLOT.top + 10),
        corner('matters', 'left', PLOT.top + 10),
        corner('changes', 'right', bottom - 10),
        corner('neither', 'left', bottom - 10),
        text(`↑ share of the ${whatMoves(result)} ${METHOD_WORDS[method].axis}`, 4, 10, { align: 'left' }),
        text(
          changes === null ? 'how much it changes is not known' : `${changeTitle(changes)} →`,
          right,
          bottom + PLOT.bottom - 9,
          { align: 'right' },
        ),
        ...labels.map(({ dot, left, middle }): object => {
          const named = ordered[dot] as PlacedHead;
          return text(nameOf(named), left, middle, {
            fill: isSelected(named) ? theme.accent : theme.text,
            fontFamily: MONO_FONT,
            ...halo,
          });
        }),
      ],
    },
    hint: (seriesIndex, dataIndex) => {
      const one = seriesIndex === 0 ? ordered[dataIndex] : undefined;
      if (one === undefined) return null;
      const { effect, change } = one;
      return {
        title: `${nameOf(one)} ${one.corner === 'undecided' ? openWords(one) : CORNER_OF_HEAD[one.corner]}`,
        rows: [
          {
            label: METHOD_WORDS[method].title,
            value: `${formatEstimate(effect)}, n = ${effect.n}, q ${formatValue(effect.q)}`,
          },
          ...(change === null || changes === null
            ? []
            : [
                {
                  label: changeTitle(changes),
                  value: `${formatEstimate({ ...change, mean: change.value })}, n = ${change.n}, q ${formatValue(change.q)}`,
                },
              ]),
        ],
      };
    },
  };

  /** What a cross covers. */
  function boxesOf({ x: ownX, y: ownY, effect, change }: PlacedHead): Box[] {
    const across =
      change === null || change.low === null || change.high === null
        ? []
        : [{ left: px(change.low), right: px(change.high), top: py(ownY) - 1, bottom: py(ownY) + 1 }];
    return effect.low === null || effect.high === null
      ? across
      : [
          ...across,
          { left: px(ownX) - 1, right: px(ownX) + 1, top: py(effect.high), bottom: py(effect.low) },
        ];
  }

  /** The intervals both ways; those of which nothing is said recede. */
  function crossOf(one: PlacedHead, selected: boolean): object[] {
    if (!hasCross(one) && !selected) return [];
    const look = lookOf(one);
    const stroke = selected ? theme.accent : look === 'undecided' ? theme.control : theme.text;
    const style = { stroke, lineWidth: 0.9, opacity: look === 'undecided' && !selected ? 0.5 : 0.65 };
    const { low, high } = one.effect;
    const across = one.change;
    return [
      ...(low === null || high === null ? [] : [line(px(one.x), py(low), px(one.x), py(high), style, 1)]),
      ...(across === null || across.low === null || across.high === null
        ? []
        : [line(px(across.low), py(one.y), px(across.high), py(one.y), style, 1)]),
    ];
  }
}

/** 'sentence vector', 'logit difference', 'KL from the clean output' */
function whatMoves(result: NamedTensors): string {
  const { title } = EFFECTS[effectOf(result, 'effects.effect').kind];
  return /^[A-Z][a-z]/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

function nameOf({ layer, head }: { readonly layer: number; readonly head: number }): string {
  return `L${layer} H${head}`;
}

function lookOf({ corner, change }: Pick<CorneredHead, 'corner' | 'change'>): Look {
  if (corner === 'undecided') return 'undecided';
  if (corner === 'neither') return change?.verdict === 'less' ? 'open' : 'neither';
  return change?.verdict === 'less' ? 'open' : 'strong';
}

/** Of those that are nothing either way there are many: they are dots alone. */
function hasCross(one: CorneredHead): boolean {
  return one.corner !== 'neither';
}

/** Heads that are called either way have a name, where there is room for it. */
function isNamed({ corner, effect }: CorneredHead): boolean {
  return (
    corner === 'both' ||
    corner === 'matters' ||
    corner === 'changes' ||
    effect.verdict === 'matters' ||
    effect.verdict === 'opposes'
  );
}

/** What is worth a name first: the one that is chosen, then what matters, by its size; then what changes. */
function priority(one: PlacedHead, selected: boolean): number {
  const tier = selected
    ? 4
    : one.corner === 'both'
      ? 3
      : one.corner === 'matters'
        ? 2.5
        : isNamed(one)
          ? 1
          : 0;
  return tier * 1e6 + Math.abs(one.y) * 1e3 + Math.abs(one.x);
}

function radiusOf(one: CorneredHead): number {
  return lookOf(one) === 'neither' ? 2 : 3.3;
}

function dotStyle(one: CorneredHead, selected: boolean, theme: FigureTheme): object {
  const ink = selected ? theme.accent : theme.text;
  switch (lookOf(one)) {
    case 'strong':
      return { color: ink };
    case 'open':
      return { color: theme.background, borderColor: ink, borderWidth: 1.3 };
    case 'undecided':
      return {
        color: theme.background,
        borderColor: selected ? theme.accent : theme.control,
        borderWidth: 1.2,
      };
    case 'neither':
      return { color: selected ? theme.accent : theme.control };
  }
}

function noteOf(heads: readonly CorneredHead[], missing: number, axes: Axes): string {
  const { undecided } = countCorners(heads);
  const count = (wanted: CorneredHead['open']) => heads.filter(({ open }) => open === wanted).length;
  const open = [
    count('change') > 0 ? `${count('change')} whether they change more` : '',
    count('effect') > 0 ? `${count('effect')} whether they matter` : '',
    count('both') > 0 ? `${count('both')} of both` : '',
  ].filter((part) => part !== '');
  const has = (look: Look) => heads.some((one) => lookOf(one) === look);
  return [
    'Crosses: 95 % intervals.',
    axes === 'root' ? 'Square roots along both axes.' : '',
    has('open') ? 'Open: changes less than its control.' : '',
    undecided > 0 ? `Grey outline: undecided ${undecided} (${open.join(', ')}).` : '',
    has('neither') ? 'Small and grey: neither.' : '',
    missing > 0 ? `${missing} of ${heads.length} heads are undefined on an axis.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function captionOfScatter(
  source: AnalysisSource,
  result: NamedTensors,
  method: EffectMethod,
  changes: Changes | null,
): string {
  const across = changes === null ? '' : ` · across ${nOfChanges(changes)}`;
  return `${captionOfAnalysis(source, measuredWith(result, method))}${across} · ${effectWords(effectOf(result, 'effects.effect'))}`;
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
