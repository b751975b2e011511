/** One map of one head on one pair. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { buildAlignment } from '../../pairs/align.ts';
import { surroundings } from '../../pairs/surroundings.ts';
import { alignWords, spellWord, wordSpans } from '../../pairs/words.ts';
import { definedValues } from '../colour-scale.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, type FigureToken } from '../figure-pair.ts';
import type { FigureSource } from '../figure.ts';
import { FORBIDDEN_WORDS, withoutForbidden } from '../forbidden-cells.ts';
import {
  MAP_SCALES,
  PAIR_MAPS,
  TOKEN_VIEWS,
  type MapScale,
  type PairMap,
  type TokenView,
  type ValueKind,
} from '../pair-maps.ts';
import { compared, head, layer, pairId, plotPixels, runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';
import { tokenHeatmap, type TokenHeatmap, type TokenQuantity } from '../token-heatmap.ts';
import { alignedLabels } from '../token-labels.ts';
import { visibleText } from '../visible-text.ts';

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

type Side = 'original' | 'counterfactual';

interface MapOfPair {
  readonly title: string;
  readonly quantity: TokenQuantity;
  readonly side: Side | 'aligned';
  /** What the numbers are. */
  readonly says: string;
}

const attention = (side: Side): MapOfPair => ({
  title: `Attention · ${side}`,
  quantity: 'attention',
  side,
  says: 'Weights of keys: each row, a query, sums to 1.',
});

/** The maps of values in words: without the statement that they are of. */
export const VALUE_MAP_WORDS = {
  centred: {
    title: 'Value cosine, centred',
    quantity: 'cosine',
    says: 'Cosine of z, what the head reads out, at two tokens, less its mean over the statement.',
  },
  weight_norm: {
    title: 'Weight × norm',
    quantity: 'weight_norm',
    says: 'Weight × length of what the key would write.',
  },
  attn_res: {
    title: 'Norm, with residual',
    quantity: 'norm',
    says: 'Of the whole layer: length of what the key brings to the query, all heads and the residual connection together.',
  },
  attn_res_ln: {
    title: 'Norm, with LN',
    quantity: 'norm',
    says: 'Of the whole layer: the same through the norm that follows, at the scale of the whole vector.',
  },
  atb_ff: {
    title: 'Norm, with feed-forward',
    quantity: 'norm',
    says: 'Of the whole layer: what the key brings through attention, feed-forward layer, residual connections and norms.',
  },
  earlier: {
    title: 'Value-weighted, as in earlier work',
    quantity: 'cosine',
    says: 'Cosine of z, what the head reads out, at two tokens, as it is: mostly what all tokens share.',
  },
} as const satisfies Record<ValueKind, Omit<MapOfPair, 'side'>>;

function ofValues(kind: ValueKind, side: Side): MapOfPair {
  const words = VALUE_MAP_WORDS[kind];
  return { ...words, title: `${words.title} · ${side}`, side };
}

const MAPS: Readonly<Record<PairMap, MapOfPair>> = {
  pattern_original: attention('original'),
  pattern_counterfactual: attention('counterfactual'),
  pattern_difference: {
    title: 'Difference · counterfactual − original',
    quantity: 'difference',
    side: 'aligned',
    says: 'Attention weights of aligned tokens.',
  },
  value_centred_original: ofValues('centred', 'original'),
  value_centred_counterfactual: ofValues('centred', 'counterfactual'),
  weight_norm_original: ofValues('weight_norm', 'original'),
  weight_norm_counterfactual: ofValues('weight_norm', 'counterfactual'),
  attn_res_original: ofValues('attn_res', 'original'),
  attn_res_counterfactual: ofValues('attn_res', 'counterfactual'),
  attn_res_ln_original: ofValues('attn_res_ln', 'original'),
  attn_res_ln_counterfactual: ofValues('attn_res_ln', 'counterfactual'),
  atb_ff_original: ofValues('atb_ff', 'original'),
  atb_ff_counterfactual: ofValues('atb_ff', 'counterfactual'),
  value_original: ofValues('earlier', 'original'),
  value_counterfactual: ofValues('earlier', 'counterfactual'),
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
  /** Of weight x norm: {@link largestOf} the maps of both statements. */
  readonly largest?: number | undefined;
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
      title: `${title} · L${data.layer}${quantity === 'norm' ? '' : ` H${data.head}`}`,
      quantity,
      values: data.values,
      labels: mapLabels(detail, data.map, data.view),
      around: mapSurroundings(detail, data.map, data.view),
      causal: hasForbidden(detail, data.map),
      scale: data.scale ?? 'fixed',
      largest: data.largest,
      plotSize: data.plotSize,
      selectedRow: data.selectedRow ?? null,
      note: noteOf(data),
      caption: captionOf(detail, data.source),
    },
    theme,
  );
}

/** What the numbers are, which tokens have none, and why. */
function noteOf({ detail, map, view, values, scale }: PairMapFigureData): string {
  const { says, side, quantity } = MAPS[map];
  const notes: string[] = [says];
  if ((quantity === 'weight_norm' || quantity === 'norm') && scale !== 'fit')
    notes.push('One scale for both statements.');
  if (hasForbidden(detail, map)) notes.push(`Blank: ${FORBIDDEN_WORDS}.`);
  if (side === 'aligned') {
    const leftOut = unalignedLabels(detail, view);
    if (leftOut.length > 0) notes.push(`Left out, without a counterpart: ${quoted(leftOut)}.`);
  } else if (quantity === 'cosine') {
    const labels = mapLabels(detail, map, view);
    const undirected = labels.filter((_, i) => Number.isNaN(values[i * labels.length + i]));
    if (undirected.length > 0)
      notes.push(
        `Undefined at ${quoted(undirected)}: nothing but rounding is left of the vector, which has no direction.`,
      );
  }
  return notes.join(' ');
}

const MOST_NAMED = 4;

/** '“not”, “very”'; of many the first ones and how many more there are. */
function quoted(labels: readonly string[]): string {
  const named = labels.slice(0, MOST_NAMED).map((label) => `“${visibleText(label)}”`);
  const more = labels.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The tokens or words of either statement that have no counterpart. */
function unalignedLabels(detail: FigurePair, view: TokenView): string[] {
  const label = view === 'tokens' ? tokenLabels : wordLabels;
  const pairs = alignedPositions(detail, view);
  return (['original', 'counterfactual'] as const).flatMap((side, at) => {
    const aligned = new Set(pairs.map((pair) => pair[at]));
    return label(detail[side]).filter((_, position) => !aligned.has(position));
  });
}

/** The largest of the numbers that exist in some maps; 0 where there are none. */
export function largestOf(maps: readonly ArrayLike<number>[]): number {
  return Math.max(
    0,
    ...maps.map((values) => definedValues(Array.from(values)).reduce((a, b) => Math.max(a, b), 0)),
  );
}

/**
 * Whether a map has cells that the mask of a decoder forbids: maps of weights have. A cosine compares what is read out at
 * two tokens, whichever comes first.
 */
function hasForbidden({ causal }: Pick<FigurePair, 'causal'>, map: PairMap): boolean {
  return causal && MAPS[map].quantity !== 'cosine';
}

/** A line for each query and key; no value where it is undefined, or where the mask of a decoder forbids the cell. */
function csv({ detail, map, view, values: all }: PairMapFigureData): string {
  const labels = mapLabels(detail, map, view);
  const values = hasForbidden(detail, map) ? withoutForbidden(all, labels.length) : all;
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

/** What is around the tokens of a map that are no text by themselves: their words; '' for the others. */
function mapSurroundings(detail: FigurePair, map: PairMap, view: TokenView): string[] | undefined {
  if (view === 'words') return undefined;
  const { side } = MAPS[map];
  if (side !== 'aligned') return surroundings(detail[side]);
  const [before, after] = [surroundings(detail.original), surroundings(detail.counterfactual)];
  return detail.alignment.pairs.map(([i, j]) =>
    before[i] === after[j] ? (before[i] ?? '') : [before[i], after[j]].filter(Boolean).join('→'),
  );
}

/** Whose tokens the rows and columns of a map are. */
export function mapSide(map: PairMap): MapOfPair['side'] {
  return MAPS[map].side;
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
    const spelled = spellWord(tokens.slice(start, end));
    return spelled.replace(/^ +| +$/g, '') || spelled;
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
