/** One map of one head on one pair. */
import { quotedToken } from '../token-labels.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { isForbiddenOnGrid, wholeDifference } from '../difference-grid.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, patternsOf, sentencesOf } from '../figure-pair.ts';
import type { FigureSource } from '../figure.ts';
import { differenceWeights, type PatternsOfPair } from '../difference-weights.ts';
import { FORBIDDEN_WORDS, isForbidden, withoutForbidden } from '../forbidden-cells.ts';
import {
  HIDDEN_TOKENS,
  MAP_SCALES,
  PAIR_MAPS,
  TOKEN_VIEWS,
  type MapScale,
  type MapsOver,
  type PairMap,
  type TokenView,
} from '../pair-maps.ts';
import { compared, head, layer, over, pairId, plotPixels, runId, scaleEnds } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';
import { TOKEN_QUANTITIES, tokenHeatmap, type TokenHeatmap } from '../token-heatmap.ts';
import { visibleText } from '../visible-text.ts';
import {
  mapAxis,
  type MapAxis,
  mapPlaces,
  type Shown,
  shownValues,
  type Side,
  windowField,
  windowNote,
} from './map-axis.ts';
import { MAPS, mapTitle } from './pair-map-words.ts';

const schema = z
  .object({
    kind: z.literal('pair-map'),
    runId,
    pairId,
    compared,
    layer,
    head,
    over,
    map: z.enum(PAIR_MAPS).default('pattern_original').describe('which map'),
    view: z.enum(TOKEN_VIEWS).default('tokens').describe('over tokens or over words'),
    scale: z
      .enum(MAP_SCALES)
      .default('fixed')
      .describe('colours over the whole domain, or spread over the values that are there'),
    ends: scaleEnds,
    hide: z
      .enum(HIDDEN_TOKENS)
      .default('nothing')
      .describe('tokens that are left out: special ones, or all attention sinks'),
    window: windowField,
    numbers: z
      .enum(['shown', 'left-out'])
      .default('shown')
      .describe('numbers in the columns of tokens without a counterpart'),
    plotSize: plotPixels
      .optional()
      .describe('px that the cells together take; as many as suit the figure without it'),
  })
  .describe('a map of one head on one pair');

export interface PairMapFigureData {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly layer: number;
  readonly head: number;
  /** 'layer': the patterns are the mean over its heads. */
  readonly over?: MapsOver | undefined;
  readonly map: PairMap;
  readonly view: TokenView;
  /** [n, n] row after row, of the whole map ({@link mapValues}); NaN where undefined. */
  readonly values: ArrayLike<number>;
  /** Of the difference, where they are at hand: the whole patterns that it is of, [n, n] row after row each. */
  readonly patterns?: PatternsOfPair | undefined;
  readonly hide?: Shown['hide'];
  readonly window?: Shown['window'];
  /** Of weight x norm: {@link largestOf} the maps of both statements. */
  readonly largest?: number | undefined;
  readonly scale?: MapScale;
  /** Where the colours end, instead of where `scale` says. */
  readonly ends?: readonly [number, number] | undefined;
  /** In the columns of what is set apart. */
  readonly numbers?: 'shown' | 'left-out';
  readonly plotSize?: number | undefined;
  /** px that it may take at most, as far as cells can be made smaller: then not every token is named. */
  readonly within?: number | undefined;
  readonly selectedRow?: number | null;
}

export const pairMapFigure = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
  // As the maps of all heads and those of a probe are called.
  names: {
    map: {
      original: 'pattern_original',
      counterfactual: 'pattern_counterfactual',
      difference: 'pattern_difference',
    },
  },
  ends: {
    of: ({ map, largest, ends, scale }) => {
      const { quantity } = MAPS[map];
      const { domain, label } = TOKEN_QUANTITIES[quantity];
      const hasDomain = quantity !== 'weight_norm' && quantity !== 'norm';
      return {
        quantity: `${label} of tokens`,
        ends: ends ?? (largest === undefined ? domain : [domain[0], largest]),
        isFitted: ends === undefined && (scale === 'fit' || (!hasDomain && largest === undefined)),
      };
    },
    // Beside others colours are over the whole domain, not spread over the values of one.
    put: (data, [, high]) => ({
      ...data,
      scale: 'fixed' as const,
      ...(data.largest !== undefined && { largest: high }),
    }),
  },
  fit: (data, { most }) => ({ ...data, within: most }),
} satisfies FigureDrawing<typeof schema, PairMapFigureData>;

/** @throws RangeError when the values are not as many as the labels ask for */
function draw(data: PairMapFigureData, theme: FigureTheme): TokenHeatmap {
  const { detail, map } = data;
  const { quantity, side } = MAPS[map];
  const axis = axisOfMap(detail, map, data.view, data);
  const title = mapTitle(map, detail.role);
  return tokenHeatmap(
    {
      title: `${title} · ${quantity === 'norm' ? `L${data.layer}` : patternsOf(detail, data)}`,
      quantity,
      values: shownValues(data.values, axis),
      labels: axis.labels,
      places: axis.places.map(({ original, counterfactual }) => placeWords(original, counterfactual)),
      around: axis.around,
      said:
        data.patterns === undefined ? undefined : differenceWeights(data.patterns, axis.places, detail.role),
      causal: hasForbidden(detail, map),
      apart:
        side === 'both'
          ? {
              count: axis.apart,
              narrow: data.numbers === 'left-out',
              isForbidden: (query, key) => isForbiddenOnGrid(axis.places, query, key),
            }
          : undefined,
      mirrored: axis.mirrored,
      scale: data.scale ?? 'fixed',
      largest: data.largest,
      ends: data.ends,
      plotSize: data.plotSize,
      within: data.within,
      selectedRow: data.selectedRow ?? null,
      note: noteOf(data, axis),
      caption: captionOf(detail, data.source),
    },
    theme,
  );
}

/** '3', or '3→4' where it is another one in the counterfactual. */
function placeWords(original: number | null, counterfactual: number | null): string {
  if (original === null || counterfactual === null || original === counterfactual)
    return `${counterfactual ?? original ?? ''}`;
  return `${original}→${counterfactual}`;
}

/** What the rows and columns of a map are, as far as they are shown. */
export function axisOfMap(detail: FigurePair, map: PairMap, view: TokenView, shown: Shown = {}): MapAxis {
  return mapAxis(detail, MAPS[map].side, view, shown);
}

/**
 * The numbers of a whole map, [n, n] row after row: as the engine has them, and of the difference with the tokens that only one
 * statement has.
 * @param valuesOf those of a map of one statement
 */
export function mapValues(
  detail: FigurePair,
  map: PairMap,
  view: TokenView,
  valuesOf: (map: PairMap) => ArrayLike<number>,
): ArrayLike<number> {
  if (MAPS[map].side !== 'both') return valuesOf(map);
  const of = (side: Side) => ({
    data: valuesOf(`pattern_${side}`),
    n: mapPlaces(detail, side, view).length,
  });
  return wholeDifference(of('original'), of('counterfactual'), mapPlaces(detail, 'both', view));
}

/** What the numbers are, which tokens have none, and why. */
function noteOf(data: PairMapFigureData, axis: MapAxis): string {
  const { detail, map, scale, view, window } = data;
  const { says, side, quantity } = MAPS[map];
  const isPart = axis.indices.length < axis.of;
  const mean = meanNote(data);
  const notes: string[] = quantity === 'attention' && isPart ? [] : [says];
  if ((quantity === 'weight_norm' || quantity === 'norm') && scale !== 'fit')
    notes.push('One scale for both statements.');
  if (hasForbidden(detail, map)) notes.push(`Blank: ${FORBIDDEN_WORDS}.`);
  if (side === 'both') notes.push(...apartNotes(axis, isPart));
  if (quantity === 'cosine') {
    const own = shownValues(data.values, axis);
    const undirected = axis.labels.filter((_, i) => Number.isNaN(own[i * axis.labels.length + i]));
    if (undirected.length > 0)
      notes.push(
        `Undefined at ${quoted(undirected)}: nothing but rounding is left of the vector, which has no direction.`,
      );
  }
  if (mean !== '') notes.unshift(mean);
  const part = windowNote(axis, { side, view, window });
  if (part !== '') notes.push(part);
  if (axis.hidden.length > 0) notes.push(hiddenNote(data, axis));
  return notes.join(' ');
}

/** '' of one head. */
function meanNote({ detail, layer, over }: PairMapFigureData): string {
  return over === 'layer'
    ? `Mean over the ${detail.heads[layer]?.length ?? 0} heads of layer ${layer}, cell by cell.`
    : '';
}

/** What the amber rows and columns are. */
function apartNotes({ labels, places, apart }: MapAxis, isPart: boolean): string[] {
  if (apart === 0) return isPart ? [] : ['Each row adds up to 0.'];
  const named = `Amber: without a counterpart, ${quoted(labels.slice(-apart))}.`;
  if (isPart) return [named];
  const only = (side: Side) => places.slice(-apart).some((place) => place[side] !== null);
  const sums = [
    ...(only('counterfactual') ? ['1 for a token that was added'] : []),
    ...(only('original') ? ['−1 for one that was taken out'] : []),
  ];
  return [named, `With it each row adds up to 0; an amber row to ${sums.join(', ')}.`];
}

/** What is hidden, and how much of the attention of the rows that are shown goes there. */
function hiddenNote({ map, values }: PairMapFigureData, { hidden, indices, of }: MapAxis): string {
  const what = `Hidden: ${quoted(hidden.map(({ label }) => label))}`;
  if (MAPS[map].quantity !== 'attention' || indices.length === 0) return `${what}.`;
  let given = 0;
  for (const query of indices) for (const { index } of hidden) given += values[query * of + index] ?? 0;
  return `${what}; ${Math.round((100 * given) / indices.length)} % of the weight of the rows shown goes there.`;
}

const MOST_NAMED = 4;

/** '“not”, “very”'; of many the first ones and how many more there are. */
function quoted(labels: readonly string[]): string {
  const named = labels.slice(0, MOST_NAMED).map((label) => quotedToken(visibleText(label)));
  const more = labels.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The largest of the numbers that exist in some maps; 0 where there are none. */
export function largestOf(maps: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const values of maps)
    for (let cell = 0; cell < values.length; cell++) {
      const value = values[cell] ?? Number.NaN;
      // Also not where there is none.
      if (value > largest && value < Infinity) largest = value;
    }
  return largest;
}

/**
 * Whether a map has cells that the mask of a decoder forbids: maps of weights have. A cosine compares what is read out at
 * two tokens, whichever comes first.
 */
function hasForbidden({ causal }: Pick<FigurePair, 'causal'>, map: PairMap): boolean {
  return causal && MAPS[map].quantity !== 'cosine';
}

/**
 * A line for each query and key; no value where it is undefined, or where the mask of a decoder forbids the cell. Of the
 * difference, which statement alone has a token is said too.
 */
function csv(data: PairMapFigureData): string {
  const { detail, map, view } = data;
  const axis = axisOfMap(detail, map, view, data);
  const { labels, places, apart } = axis;
  const isBoth = MAPS[map].side === 'both';
  const shown = shownValues(data.values, axis);
  const isBlank = (query: number, key: number): boolean =>
    isBoth ? isForbiddenOnGrid(places, query, key) : isForbidden(query, key);
  const values = hasForbidden(detail, map) ? withoutForbidden(shown, labels.length, isBlank) : shown;
  const only = (at: number): string =>
    at < labels.length - apart ? '' : places[at]?.original === null ? 'counterfactual' : 'original';
  const lines = labels.flatMap((query, i) =>
    labels.map((key, j) => [
      axis.indices[i] ?? i,
      query,
      ...(isBoth ? [only(i)] : []),
      axis.indices[j] ?? j,
      key,
      ...(isBoth ? [only(j)] : []),
      defined(values[i * labels.length + j]),
    ]),
  );
  const header = isBoth
    ? ['query', 'query_token', 'query_only_in', 'key', 'key_token', 'key_only_in', 'value']
    : ['query', 'query_token', 'key', 'key_token', 'value'];
  return csvText([header, ...lines]);
}

function defined(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
