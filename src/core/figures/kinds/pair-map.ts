/** One map of one head on one pair. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { buildAlignment } from '../../pairs/align.ts';
import { alignWords, spellWord, wordSpans } from '../../pairs/words.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, type FigureToken } from '../figure-pair.ts';
import type { FigureSource } from '../figure.ts';
import {
  MAP_SCALES,
  PAIR_MAPS,
  TOKEN_VIEWS,
  type MapScale,
  type PairMap,
  type TokenView,
} from '../pair-maps.ts';
import { compared, head, layer, pairId, plotPixels, runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';
import { tokenHeatmap, type TokenHeatmap, type TokenQuantity } from '../token-heatmap.ts';
import { alignedLabels } from '../token-labels.ts';

const schema = z
  .object({
    kind: z.literal('pair-map'),
    runId,
    pairId,
    compared,
    layer,
    head,
    map: z.enum(PAIR_MAPS).default('pattern_original').describe('which map'),
    view: z.enum(TOKEN_VIEWS).default('tokens').describe('over tokens or over words'),
    scale: z
      .enum(MAP_SCALES)
      .default('fixed')
      .describe('colours over the whole domain, or spread over the values that are there'),
    plotSize: plotPixels
      .optional()
      .describe('px that the cells together take; as many as suit the figure without it'),
  })
  .describe('a map of one head on one pair');

const MAPS: Readonly<
  Record<PairMap, { title: string; quantity: TokenQuantity; side: 'original' | 'counterfactual' | 'aligned' }>
> = {
  pattern_original: { title: 'Attention · original', quantity: 'attention', side: 'original' },
  pattern_counterfactual: {
    title: 'Attention · counterfactual',
    quantity: 'attention',
    side: 'counterfactual',
  },
  pattern_difference: {
    title: 'Difference · aligned',
    quantity: 'difference',
    side: 'aligned',
  },
  value_original: { title: 'Value-weighted · original', quantity: 'cosine', side: 'original' },
  value_counterfactual: {
    title: 'Value-weighted · counterfactual',
    quantity: 'cosine',
    side: 'counterfactual',
  },
};

export interface PairMapFigureData {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly layer: number;
  readonly head: number;
  readonly map: PairMap;
  readonly view: TokenView;
  /** [n, n] row after row, as wide as the map's labels are many; NaN where undefined. */
  readonly values: ArrayLike<number>;
  readonly scale?: MapScale;
  readonly plotSize?: number | undefined;
  readonly selectedRow?: number | null;
}

export const pairMapFigure = { schema, draw, csv } satisfies FigureDrawing<typeof schema, PairMapFigureData>;

/** @throws RangeError when the values are not as many as the labels ask for */
function draw(data: PairMapFigureData, theme: FigureTheme): TokenHeatmap {
  const { detail } = data;
  const { quantity } = MAPS[data.map];
  const title = mapTitle(data.map, detail.role);
  return tokenHeatmap(
    {
      title: `${title} · L${data.layer} H${data.head}`,
      quantity,
      values: data.values,
      labels: mapLabels(detail, data.map, data.view),
      scale: data.scale ?? 'fixed',
      plotSize: data.plotSize,
      selectedRow: data.selectedRow ?? null,
      caption: captionOf(detail, data.source),
    },
    theme,
  );
}

/** A line for each query and key. */
function csv({ detail, map, view, values }: PairMapFigureData): string {
  const labels = mapLabels(detail, map, view);
  const lines = labels.flatMap((query, i) =>
    labels.map((key, j) => [i, query, j, key, defined(values[i * labels.length + j])]),
  );
  return csvText([['query', 'query_token', 'key', 'key_token', 'value'], ...lines]);
}

function defined(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** What the rows and columns of a map are: tokens or words of its side, or the aligned ones of both. */
export function mapLabels(detail: FigurePair, map: PairMap, view: TokenView): string[] {
  const label = view === 'tokens' ? tokenLabels : wordLabels;
  const { side } = MAPS[map];
  if (side !== 'aligned') return label(detail[side]);
  return alignedLabels(label(detail.original), label(detail.counterfactual), {
    pairs: alignedPositions(detail, view),
  });
}

/** The name of a map, without the head it is of. */
export function mapTitle(map: PairMap, role: FigurePair['role']): string {
  const { title } = MAPS[map];
  return role === 'neutral' ? title.replace('counterfactual', 'neutral') : title;
}

/** [m] [original, counterfactual]: the positions that are aligned, of tokens or of words. */
export function alignedPositions(
  detail: FigurePair,
  view: TokenView,
): readonly (readonly [number, number])[] {
  return view === 'tokens' ? detail.alignment.pairs : alignedWords(detail);
}

function tokenLabels(tokens: readonly FigureToken[]): string[] {
  return tokens.map(({ text }) => text);
}

/** The pieces of each word joined, without their marks and the space before. */
function wordLabels(tokens: readonly FigureToken[]): string[] {
  return wordSpans(tokens.map(({ word }) => word)).map(({ start, end }) => {
    const spelled = spellWord(tokens.slice(start, end).map(({ text }) => text));
    return spelled.trim() || spelled;
  });
}

function alignedWords(detail: FigurePair): [number, number][] {
  const { used, pairs } = detail.alignment;
  const aligned = alignWords(
    buildAlignment(used, pairs, detail.original.length, detail.counterfactual.length),
    detail.original.map(({ word }) => word),
    detail.counterfactual.map(({ word }) => word),
  );
  return Array.from(aligned.original, (i, s): [number, number] => [i, aligned.counterfactual[s] ?? 0]);
}
