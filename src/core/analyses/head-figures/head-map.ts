/** Layers x heads of one quantity of an analysis, whichever kind. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue, type Hint } from '../../figures/figure.ts';
import { headGrid, HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { wordText } from '../../bounds.ts';
import { legendOfCalls, lookOfOutcome, ruleWords, wordsOfOutcome } from '../head-outcomes.ts';
import { estimateInSentence, formatEstimate } from '../estimate.ts';
import { orNull } from '../named-tensor.ts';
import { type HeadNumbers, type HeadQuantity, numberAt, rankedNumbers, rankedPart } from '../of-heads.ts';
import { type AnalysisSource, captionOfAnalysis } from './source.ts';
import { MAP_PARTS, type MapPart } from './choices.ts';
import { coloursOfQuantity, kindOfPart } from './quantity-ends.ts';

const schema = z
  .object({
    kind: z.literal('head-map'),
    analysisId,
    quantity: wordText.describe('the name of what is drawn of each head, as in the columns of heads.csv'),
    part: z
      .enum(MAP_PARTS)
      .default('value')
      .describe('the quantity itself, that of its control, or the difference of the two'),
    /** Outlined. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer take; as many as suit the figure without it'),
  })
  .describe('layers x heads of a quantity of an analysis');

export interface HeadMapData {
  readonly source: AnalysisSource;
  readonly quantity: HeadQuantity;
  readonly part: MapPart;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const headMapFigure = {
  schema,
  draw,
  csv,
  ends: {
    // The difference of what has a domain of its own has that of both.
    of: ({ source, quantity, part }) =>
      part === 'difference'
        ? null
        : {
            quantity: `${source.title}, ${quantity.name}`,
            ends: coloursOfQuantity(quantity, part, quantity.signed ? 'diverging' : 'sequential'),
          },
    put: (data, domain) => ({ ...data, quantity: { ...data.quantity, domain } }),
  },
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, HeadMapData>;

/** The parts of a quantity that there are to draw. */
export function partsOf(quantity: HeadQuantity): MapPart[] {
  return MAP_PARTS.filter((part) => numbersOf(quantity, part) !== null);
}

/** "Score less nothing repeated" */
export function titleOfPart({ title, control }: HeadQuantity, part: MapPart): string {
  if (part === 'value') return title;
  const words = control?.title ?? 'control';
  return part === 'control' ? `${title}: ${words}` : `${title}, less ${words}`;
}

function numbersOf(quantity: HeadQuantity, part: MapPart): HeadNumbers | null {
  if (part === 'value') return quantity;
  return (part === 'control' ? quantity.control : quantity.difference) ?? null;
}

function draw({ source, quantity, part, layer, head, plotWidth }: HeadMapData, theme: FigureTheme): Figure {
  const numbers = numbersOf(quantity, part) ?? quantity;
  const { layers, heads, called, unit } = quantity;
  const by = rankedPart(quantity);
  // Of the control alone nothing is said; nor of the difference, where heads are called by the number itself.
  const shown = part === 'value' || part === by ? called : undefined;
  const kind = kindOfPart(quantity, part);
  return headGrid(
    {
      title: titleOfPart(quantity, part),
      cells: Array.from({ length: layers }, (_, row) =>
        Array.from({ length: heads }, (_, column) => {
          const place = row * heads + column;
          const outcome = shown?.outcomes[place];
          return {
            value: orNull(numbers.values[place]),
            look: shown === undefined || outcome === undefined ? 'full' : lookOfOutcome(shown, outcome),
            hint: hintOf(quantity, place),
          };
        }),
      ),
      scale: { kind, domain: coloursOfQuantity(quantity, part, kind), unit },
      selected: layer === undefined || head === undefined ? null : { layer, head },
      plotWidth,
      ...(shown !== undefined && {
        legend: legendOfCalls(
          shown,
          kind === 'diverging'
            ? { values: rankedNumbers(quantity).values, areDrawn: part === by }
            : undefined,
        ),
      }),
      // Heads are ranked by another number than the colour shows.
      note: [
        part === 'value' && by === 'difference'
          ? 'Colour: the number itself; the ranking goes by it less its control.'
          : '',
        shown === undefined ? '' : ruleWords(shown),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      caption: captionOfAnalysis(source, quantity.n ?? source.items),
    },
    theme,
  );
}

function hintOf(quantity: HeadQuantity, place: number): Hint {
  const { heads, control, difference, called, q, unit } = quantity;
  const row = (label: string, numbers: HeadNumbers) => ({
    label,
    value: formatNumbers(numbers, place, unit),
  });
  const outcome = called?.outcomes[place];
  return {
    title: `L${Math.floor(place / heads)} H${place % heads}`,
    rows: [
      row(quantity.title, quantity),
      ...(control === undefined ? [] : [row(control.title, control)]),
      ...(difference === undefined ? [] : [row('difference', difference)]),
      ...(q === undefined ? [] : [{ label: 'q', value: formatValue(orNull(q[place])) }]),
      ...(called === undefined || outcome === undefined
        ? []
        : [
            {
              label: 'verdict',
              value: wordsOfOutcome(called, outcome),
            },
          ]),
    ],
  };
}

/**
 * '0.868 [0.851, 0.884] bits'; '1.420 (the same in all)', '1.420 (n = 1, no interval)'. `n` is the most items that a head has:
 * only where it is 1 is it that of each.
 */
export function formatNumbers(
  numbers: HeadNumbers & { readonly n?: number | null },
  place: number,
  unit = '',
): string {
  return `${formatEstimate(numberAt(numbers, place), unit)}${aloneWords(numbers, place)}`;
}

/** The same in the middle of a sentence. */
export function numbersInSentence(
  numbers: HeadNumbers & { readonly n?: number | null },
  place: number,
  unit = '',
): string {
  return `${estimateInSentence(numberAt(numbers, place), unit)}${aloneWords(numbers, place)}`;
}

function aloneWords(numbers: HeadNumbers & { readonly n?: number | null }, place: number): string {
  return numbers.n === 1 && numberAt(numbers, place).mean !== null ? ' (n = 1, no interval)' : '';
}

function csv({ quantity, part }: HeadMapData): string {
  const numbers = numbersOf(quantity, part) ?? quantity;
  const name = part === 'value' ? quantity.name : `${quantity.name}_${part}`;
  return csvText([
    ['layer', 'head', name, `${name}_low`, `${name}_high`],
    ...Array.from(numbers.values.keys(), (place) => {
      const { mean, low, high } = numberAt(numbers, place);
      return [Math.floor(place / quantity.heads), place % quantity.heads, mean, low, high];
    }),
  ]);
}
