/**
 * Whether set and control of a comparison are alike in what heads may respond to beside the change: standardised differences
 * before and after matching, a line each (the “love plot” of Stuart 2010). docs/science.md, section 3.
 */
import { capitalised } from '../../capitalised.ts';
import { ticks } from 'd3-array';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type Figure, type FigureSource, formatBound } from '../../figures/figure.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { group, runId } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_ADVANCE, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { BALANCE_LIMIT } from '../../statistics/balance.ts';
import { type BalanceItem, balanceItems, balanceReach, markAt } from './balance-words.ts';
import { captionOfComparison } from './caption.ts';
import { BALANCE_WORDS } from './caveats.ts';
import { comparisonChange } from './comparison-choice.ts';
import type { ComparisonDesign } from './comparison-design.ts';
import { controlWords } from './head-words.ts';

const schema = z
  .object({
    kind: z.literal('balance'),
    runId,
    group,
    /** Compared otherwise than the run was planned. */
    ...comparisonChange.shape,
  })
  .describe('standardised differences between set and control, before and after matching');

export interface BalanceFigureData {
  readonly source: FigureSource;
  /** '' is the whole set. */
  readonly group: string;
  readonly design: ComparisonDesign;
  /** Half width of the axis, in standard deviations; that of the marks without it. */
  readonly reach?: number | undefined;
}

export const balanceFigure = {
  schema,
  draw,
  csv,
  ends: {
    of: (data) => ({ quantity: 'standardised difference', ends: [-reachOf(data), reachOf(data)] }),
    put: (data, [low, high]) => ({ ...data, reach: Math.max(-low, high) }),
  },
} satisfies FigureDrawing<typeof schema, BalanceFigureData>;

/** px */
const NAMES = 142;
const PLOT = 250;
const DIFFERENCE = 62;
const BEFORE_MEANS = 14;
const HEAD = 20;
const ROW = 24;
const AXIS = 22;
const RADIUS = 3.5;
const FONT = 11;

function reachOf({ design, reach }: BalanceFigureData): number {
  return reach ?? balanceReach(balanceItems(design.balance));
}

function draw(data: BalanceFigureData, theme: FigureTheme): Figure {
  const { design, group: of, source } = data;
  const items = balanceItems(design.balance);
  const reach = reachOf(data);
  const means = items.map((item) => `${item.set} · ${item.control} ${item.unit}`.trim());
  const heading = `set · ${controlWords(design.kind)}`;
  const widest = Math.max(heading.length, ...means.map((words) => words.length)) * MONO_ADVANCE * FONT;
  const meansLeft = NAMES + PLOT + DIFFERENCE + BEFORE_MEANS;
  const bottom = HEAD + items.length * ROW;
  return {
    title: `Balance${of === '' ? '' : ` · ${of}`}`,
    width: Math.ceil(meansLeft + widest),
    height: bottom + AXIS,
    note: noteOf(items),
    caption: captionOfComparison(source, of, {
      ...design,
      clusters: design.clusters?.set ?? 0,
      controlClusters: design.clusters?.control ?? 0,
    }),
    option: {
      animation: false,
      graphic: [
        words('standardised difference', NAMES + PLOT / 2, HEAD / 2, theme, { align: 'center' }),
        words(heading, meansLeft, HEAD / 2, theme),
        ...axis(reach, bottom, theme),
        ...items.flatMap((item, at) => {
          const y = HEAD + (at + 0.5) * ROW;
          return [
            words(capitalised(BALANCE_WORDS[item.name]), 0, y, theme, { fill: theme.text }),
            ...marks(item, reach, y, theme),
            words(item.difference, NAMES + PLOT + DIFFERENCE, y, theme, {
              align: 'right',
              mono: true,
              fill: item.amber ? theme.amber : theme.text,
            }),
            words(means[at] ?? '', meansLeft, y, theme, { mono: true }),
          ];
        }),
      ],
    },
    hint: () => null,
  };
}

/** px of a difference on the axis. */
function along(difference: number, reach: number): number {
  return NAMES + (PLOT * markAt(difference, reach)) / 100;
}

/** The band within the limit, lines and numbers of the axis. */
function axis(reach: number, bottom: number, theme: FigureTheme): object[] {
  const [from, to] = [along(-BALANCE_LIMIT, reach), along(BALANCE_LIMIT, reach)];
  return [
    {
      type: 'rect',
      silent: true,
      shape: { x: from, y: HEAD, width: to - from, height: bottom - HEAD },
      style: { fill: theme.soft },
    },
    ...ticks(-reach, reach, 6).flatMap((value) => [
      line(along(value, reach), [HEAD, bottom], value === 0 ? theme.muted : theme.line),
      words(formatBound(value), along(value, reach), bottom + AXIS / 2, theme, {
        align: 'center',
        mono: true,
      }),
    ]),
  ];
}

/** Filled: what is compared; hollow: before matching. */
function marks(
  { before, after, amber }: BalanceItem,
  reach: number,
  y: number,
  theme: FigureTheme,
): object[] {
  const at = (difference: number, style: object): object => ({
    type: 'circle',
    silent: true,
    shape: { cx: along(difference, reach), cy: y, r: RADIUS },
    style,
  });
  return [
    ...(before === null ? [] : [at(before, { fill: 'none', stroke: theme.muted, lineWidth: 1.3 })]),
    ...(after === null ? [] : [at(after, { fill: amber ? theme.amber : theme.text })]),
  ];
}

function line(x: number, [y1, y2]: readonly [number, number], stroke: string): object {
  return { type: 'line', silent: true, shape: { x1: x, y1, x2: x, y2 }, style: { stroke, lineWidth: 1 } };
}

interface Look {
  readonly align?: 'left' | 'center' | 'right';
  readonly mono?: boolean;
  readonly fill?: string;
}

function words(text: string, x: number, y: number, theme: FigureTheme, look: Look = {}): object {
  const { align = 'left', mono = false, fill = theme.muted } = look;
  const fontFamily = mono ? MONO_FONT : TEXT_FONT;
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: { text, align, verticalAlign: 'middle', fill, fontFamily, fontSize: FONT },
  };
}

function noteOf(items: readonly BalanceItem[]): string {
  return [
    'Difference of the means, in standard deviations.',
    ...(items.some(({ before }) => before !== null)
      ? ['Filled: what is compared; hollow: before matching.']
      : []),
    `Band: up to ${BALANCE_LIMIT} either way; amber: beyond it.`,
    ...(items.some(({ difference }) => difference === 'constant')
      ? ['Constant: each side has one value, and they differ.']
      : []),
  ].join(' ');
}

/** A line for each quantity, also for those of which neither side has any; `rank` as the mean of log2(1 + id). */
function csv({ design }: BalanceFigureData): string {
  return csvText([
    ['quantity', 'set_all', 'control_all', 'difference_all', 'set', 'control', 'difference', 'beyond_limit'],
    ...design.balance.map(({ covariate, before, after }) => {
      const compared = after ?? before;
      return [
        covariate,
        before.set,
        before.control,
        before.standardisedDifference,
        compared.set,
        compared.control,
        compared.standardisedDifference,
        compared.amber ? 'yes' : 'no',
      ];
    }),
  ]);
}
