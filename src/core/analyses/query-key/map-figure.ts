/** Layers x heads of the scale c by one of the criteria, or of how far distances tell q·k. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound, formatValue } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { type NamedTensors, orNull } from '../named-tensor.ts';
import { captionOfQueryKey, type QueryKeySource } from './caption.ts';
import { hasTensor, headScalesOf, queryKeyTensor } from './result.ts';
import { spearmanAtBest } from './words.ts';
import { CRITERIA, type Criterion, MAP_QUANTITIES, type MapQuantity } from './choices.ts';

export const MAP_WORDS: Readonly<Record<MapQuantity, string>> = {
  weighted: 'Best c of the grid',
  scaled: 'Best c, published criterion',
  norm: 'c of the norms',
  fine: 'Best c of the finer search',
  faithful: 'Rank correlation of nearness and q·k, at the best c',
  drawn: 'Rank correlation of nearness on the plane and q·k',
  trustworthiness: 'Trustworthiness of the plane',
};

const schema = z
  .object({
    kind: z.literal('query-key-map'),
    analysisId,
    quantity: z.enum(MAP_QUANTITIES).default('fine').describe('what is drawn of each head'),
    /** Outlined. */
    layer: layer.optional(),
    head: head.optional(),
  })
  .describe('layers x heads of an analysis of queries and keys');

export interface QueryKeyMapData {
  readonly source: QueryKeySource;
  readonly quantity: MapQuantity;
  readonly result: NamedTensors;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
}

export const queryKeyMap = { schema, draw, csv } satisfies FigureDrawing<typeof schema, QueryKeyMapData>;

function isCriterion(quantity: MapQuantity): quantity is Criterion {
  return (CRITERIA as readonly string[]).includes(quantity);
}

interface MapCell {
  readonly layer: number;
  readonly head: number;
  /** As it is told; null: undefined. */
  readonly value: number | null;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
}

function cellsOf(result: NamedTensors, quantity: MapQuantity): MapCell[] {
  const scales = headScalesOf(result);
  const faithful = spearmanAtBest(result);
  return faithful.map(({ layer, head, spearman }, place) => {
    const own = scales.filter((scale) => scale.layer === layer && scale.head === head);
    const ofPlace = (name: string) =>
      hasTensor(result, name) ? orNull(queryKeyTensor(result, name).data[place]) : null;
    const turned = (value: number | null) => (value === null ? null : -value);
    const values: Record<Exclude<MapQuantity, Criterion>, number | null> = {
      faithful: turned(spearman),
      drawn: turned(ofPlace('spearman_after')),
      trustworthiness: ofPlace('trustworthiness'),
    };
    return {
      layer,
      head,
      value: isCriterion(quantity)
        ? (own.find(({ criterion }) => criterion === quantity)?.c ?? null)
        : values[quantity],
      rows: [
        ...own.map(({ criterion, c, weightedCorrelation }) => ({
          label: MAP_WORDS[criterion],
          value: `${formatValue(c)} (${formatValue(weightedCorrelation)})`,
        })),
        { label: 'rank correlation', value: formatValue(values.faithful) },
        { label: 'on the plane', value: formatValue(values.drawn) },
      ],
    };
  });
}

function draw({ source, quantity, result, layer, head }: QueryKeyMapData, theme: FigureTheme): Figure {
  const cells = cellsOf(result, quantity);
  const isScale = isCriterion(quantity);
  const layers = 1 + Math.max(-1, ...cells.map((cell) => cell.layer));
  return headGrid(
    {
      title: MAP_WORDS[quantity],
      cells: Array.from({ length: layers }, (_, at) =>
        cells
          .filter((cell) => cell.layer === at)
          .map(({ value, rows, ...place }) => ({
            value: value === null ? null : isScale ? Math.log10(value) : value,
            look: value === null ? 'dash' : 'full',
            hint: { title: `L${place.layer} H${place.head}`, rows },
          })),
      ),
      scale:
        quantity === 'trustworthiness'
          ? { kind: 'sequential', domain: [0, 1], unit: '' }
          : { kind: 'diverging', domain: [-1, 1], unit: isScale ? 'log₁₀ c' : '' },
      selected: layer === undefined || head === undefined ? null : { layer, head },
      note: isScale
        ? 'Red: c above 1, keys are made longer; blue: below 1. No interval: see how the halves of the texts agree.'
        : quantity === 'trustworthiness'
          ? 'Whether points that are near on the plane are near in space: 1 is the best.'
          : 'Spearman of q·k with distance, turned round: 1 where the nearest pairs have the largest q·k, 0 where distance says nothing.',
      caption: captionOfQueryKey(source, result),
    },
    theme,
  );
}

function csv({ quantity, result }: QueryKeyMapData): string {
  return csvText([
    ['layer', 'head', quantity],
    ...cellsOf(result, quantity).map(({ layer, head, value }) => [layer, head, value]),
  ]);
}

/** 'c = 1.26' */
export function scaleWords(scale: number | null): string {
  return scale === null ? 'c is undefined' : `c = ${formatBound(scale)}`;
}
