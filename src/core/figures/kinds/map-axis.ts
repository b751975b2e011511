/** What the rows and columns of a map of a pair are, and which of them are shown. */
import { z } from 'zod';
import { position } from '../../bounds.ts';
import { surroundings } from '../../pairs/surroundings.ts';
import { buildAlignment } from '../../pairs/align.ts';
import { alignWords, spellWord, wordSpans } from '../../pairs/words.ts';
import { differenceGrid, type DifferencePlace } from '../difference-grid.ts';
import type { FigurePair, FigureToken } from '../figure-pair.ts';
import type { HiddenTokens, TokenView } from '../pair-maps.ts';
import { textRunsFromRight } from '../text-direction.ts';

/** Of a specification. */
export const windowField = z
  .tuple([position, position])
  .optional()
  .describe('the first and the last token of the counterfactual that are shown; all of them without it');

export type Side = 'original' | 'counterfactual';

/** Whose tokens rows and columns are: of one statement, or of both. */
export type MapSide = Side | 'both';

/** What of a map is shown. */
export interface Shown {
  readonly hide?: HiddenTokens | undefined;
  /** Tokens (or words) of the counterfactual, from the first to the last that is shown, and what is aligned with them. */
  readonly window?: readonly [number, number] | undefined;
}

export interface MapAxis {
  /** The position of each row and column in either statement, of tokens or of words. */
  readonly places: readonly DifferencePlace[];
  readonly labels: readonly string[];
  /** What is around those that are no text by themselves; '' for the others. */
  readonly around: readonly string[];
  /** How many at the end have no counterpart, and are set apart. */
  readonly apart: number;
  /** The text runs from right to left, and so do columns. */
  readonly mirrored: boolean;
  /** Which rows and columns of the whole map they are. */
  readonly indices: readonly number[];
  /** How many the whole map has. */
  readonly of: number;
  /** What is hidden: which row and column of the whole map, and its label. */
  readonly hidden: readonly { readonly index: number; readonly label: string }[];
}

export function mapAxis(detail: FigurePair, side: MapSide, view: TokenView, shown: Shown = {}): MapAxis {
  const { places, labels, around, mirrored } = wholeAxis(detail, side, view);
  const isHidden = hiddenIn(detail, view, shown.hide ?? 'nothing');
  const isInWindow = windowIn(detail, view, shown.window);
  const inWindow = [...places.keys()].filter((at) => isInWindow(places[at] ?? NOWHERE));
  const indices = inWindow.filter((at) => !isHidden(places[at] ?? NOWHERE));
  const kept = indices.map((at) => places[at] ?? NOWHERE);
  return {
    places: kept,
    labels: indices.map((at) => labels[at] ?? ''),
    around: indices.map((at) => around[at] ?? ''),
    apart: side === 'both' ? kept.filter(isAlone).length : 0,
    mirrored,
    indices,
    of: places.length,
    hidden: inWindow
      .filter((at) => isHidden(places[at] ?? NOWHERE))
      .map((index) => ({ index, label: labels[index] ?? '' })),
  };
}

/**
 * 'Tokens 80 to 111.': which part of a long text is shown, by its own numbers; of a map of both statements by those of the
 * counterfactual. '' where all is.
 */
export function windowNote(
  { indices, hidden }: Pick<MapAxis, 'indices' | 'hidden'>,
  {
    side,
    view,
    window,
  }: { readonly side: MapSide; readonly view: TokenView; readonly window?: Shown['window'] },
): string {
  if (window === undefined) return '';
  const own = [...indices, ...hidden.map(({ index }) => index)];
  const [first, last] = side === 'original' && own.length > 0 ? [Math.min(...own), Math.max(...own)] : window;
  return `${view === 'words' ? 'Words' : 'Tokens'} ${first} to ${last}.`;
}

/** All rows of a map, shown or not. */
type WholeAxis = Pick<MapAxis, 'places' | 'labels' | 'around' | 'mirrored'>;

/** By pair: a window that moves over a long one asks for the same rows again and again. */
const WHOLE_AXES = new WeakMap<FigurePair, Map<string, WholeAxis>>();

function wholeAxis(detail: FigurePair, side: MapSide, view: TokenView): WholeAxis {
  let ofPair = WHOLE_AXES.get(detail);
  if (ofPair === undefined) WHOLE_AXES.set(detail, (ofPair = new Map<string, WholeAxis>()));
  const key = `${side} ${view}`;
  let axis = ofPair.get(key);
  if (axis === undefined) ofPair.set(key, (axis = makeWholeAxis(detail, side, view)));
  return axis;
}

function makeWholeAxis(detail: FigurePair, side: MapSide, view: TokenView): WholeAxis {
  const places = mapPlaces(detail, side, view);
  const texts = {
    original: textsOf(detail.original, view),
    counterfactual: textsOf(detail.counterfactual, view),
  };
  const arounds = {
    original: aroundsOf(detail.original, view),
    counterfactual: aroundsOf(detail.counterfactual, view),
  };
  const labelOf = (place: DifferencePlace): string => {
    const before = place.original === null ? null : (texts.original[place.original] ?? '');
    const after = place.counterfactual === null ? null : (texts.counterfactual[place.counterfactual] ?? '');
    if (before === null || after === null || before === after) return after ?? before ?? '';
    return `${before}→${after}`;
  };
  return {
    places,
    labels: places.map(labelOf),
    around: places.map((place) => joinedAround(place, arounds)),
    mirrored: statementsRunFromRight(detail),
  };
}

const NOWHERE: DifferencePlace = { original: null, counterfactual: null };

/** Only one of the statements has it. */
function isAlone({ original, counterfactual }: DifferencePlace): boolean {
  return original === null || counterfactual === null;
}

/** The rows of a map: of one statement in its order; of both aligned ones first, then those without counterpart. */
export function mapPlaces(detail: FigurePair, side: MapSide, view: TokenView): readonly DifferencePlace[] {
  const counts = {
    original: countOf(detail.original, view),
    counterfactual: countOf(detail.counterfactual, view),
  };
  if (side === 'both')
    return differenceGrid(alignedPositions(detail, view), counts.original, counts.counterfactual);
  return Array.from({ length: counts[side] }, (_, at) => ({ ...NOWHERE, [side]: at }));
}

/** The part of a map that an axis shows. @param values [n, n] row after row, of the whole map */
export function shownValues(values: ArrayLike<number>, { indices, of }: MapAxis): ArrayLike<number> {
  if (indices.length === of) return values;
  const part = new Float32Array(indices.length ** 2);
  let at = 0;
  for (const query of indices) for (const key of indices) part[at++] = values[query * of + key] ?? Number.NaN;
  return part;
}

/** Whether the statements of a pair run from right to left. */
export function statementsRunFromRight({ original }: Pick<FigurePair, 'original'>): boolean {
  return textRunsFromRight(tokenLabels(original), surroundings(original));
}

/** [m] [original, counterfactual]: the positions that are aligned, of tokens or of words. */
export function alignedPositions(
  detail: FigurePair,
  view: TokenView,
): readonly (readonly [number, number])[] {
  return view === 'tokens' ? detail.alignment.pairs : alignedWords(detail);
}

/** The window over a statement: what lies between the first and the last token that is aligned with one of the window. */
function windowIn(
  detail: FigurePair,
  view: TokenView,
  window: readonly [number, number] | undefined,
): (place: DifferencePlace) => boolean {
  if (window === undefined) return () => true;
  const [from, to] = window;
  const [first, last] = originalWindow(alignedPositions(detail, view), from, to);
  return ({ original, counterfactual }) =>
    counterfactual === null
      ? original !== null && original >= first && original <= last
      : counterfactual >= from && counterfactual <= to;
}

/** Of the original, what lies beside a window over the counterfactual: with what has no counterpart on either side of it. */
function originalWindow(
  aligned: readonly (readonly [number, number])[],
  from: number,
  to: number,
): readonly [number, number] {
  const before = aligned.findLast(([, j]) => j < from)?.[0] ?? -1;
  const after = aligned.find(([, j]) => j > to)?.[0] ?? Infinity;
  return [before + 1, after - 1];
}

/** Whether a row is hidden: all tokens of its word are, in every statement that it stands for. */
function hiddenIn(
  detail: FigurePair,
  view: TokenView,
  hide: HiddenTokens,
): (place: DifferencePlace) => boolean {
  if (hide === 'nothing') return () => false;
  const hiddenOf = (tokens: readonly FigureToken[]): boolean[] =>
    unitsOf(tokens, view).map((unit) =>
      unit.every((token) => (hide === 'specials' ? token.special : token.sink) === true),
    );
  const hidden = { original: hiddenOf(detail.original), counterfactual: hiddenOf(detail.counterfactual) };
  return (place) =>
    (['original', 'counterfactual'] as const).every((side) => {
      const at = place[side];
      return at === null || hidden[side][at] === true;
    });
}

/** The tokens of each row. */
export function unitsOf(tokens: readonly FigureToken[], view: TokenView): FigureToken[][] {
  if (view === 'tokens') return tokens.map((token) => [token]);
  return wordSpans(tokens.map(({ word }) => word)).map(({ start, end }) => tokens.slice(start, end));
}

function countOf(tokens: readonly FigureToken[], view: TokenView): number {
  return view === 'tokens' ? tokens.length : wordSpans(tokens.map(({ word }) => word)).length;
}

function joinedAround(
  { original, counterfactual }: DifferencePlace,
  arounds: Readonly<Record<Side, readonly string[]>>,
): string {
  const before = original === null ? '' : (arounds.original[original] ?? '');
  const after = counterfactual === null ? '' : (arounds.counterfactual[counterfactual] ?? '');
  return before === after ? before : [before, after].filter(Boolean).join('→');
}

function aroundsOf(tokens: readonly FigureToken[], view: TokenView): readonly string[] {
  return view === 'words' ? [] : surroundings(tokens);
}

function textsOf(tokens: readonly FigureToken[], view: TokenView): string[] {
  return view === 'tokens' ? tokenLabels(tokens) : wordLabels(tokens);
}

function tokenLabels(tokens: readonly FigureToken[]): string[] {
  return tokens.map(({ text }) => text);
}

/** The pieces of each word joined, without their marks and the space before. */
function wordLabels(tokens: readonly FigureToken[]): string[] {
  return unitsOf(tokens, 'words').map((pieces) => {
    const spelled = spellWord(pieces);
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
