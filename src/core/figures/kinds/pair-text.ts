/** Both statements of a pair as text, with the attention of one head at their words, as the pair's page shows them. */
import { z } from 'zod';
import { position } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { type Figure, type FigureSource, formatBound } from '../figure.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, type FigureToken, patternsOf, sentencesOf } from '../figure-pair.ts';
import { HIDDEN_TOKENS, MAP_SCALES, type MapScale, type MapsOver, TOKEN_VIEWS } from '../pair-maps.ts';
import type { TokenView } from '../pair-maps.ts';
import { compared, head, layer, over, pairId, plotPixels, runId } from '../spec-fields.ts';
import type { LineOfBoth } from '../statement-lines.ts';
import { type StatementOnText, type StatementsText, statementsText } from '../statements-text.ts';
import type { FigureTheme } from '../theme.ts';
import { quotedToken } from '../token-labels.ts';
import { shownWeights } from '../token-weights.ts';
import { visibleText } from '../visible-text.ts';
import {
  alignedPositions,
  mapAxis,
  type Shown,
  type Side,
  statementsRunFromRight,
  unitsOf,
  windowField,
} from './map-axis.ts';

const schema = z
  .object({
    kind: z.literal('pair-text'),
    runId,
    pairId,
    compared,
    layer,
    head,
    over,
    token: position
      .optional()
      .describe(
        'the token, or word, that is looked at, by its place in its statement: bars say what all give to it and get from it; without it, what each gets on average',
      ),
    side: z
      .enum(['original', 'counterfactual'])
      .default('counterfactual')
      .describe('the statement that has the token that is looked at'),
    view: z.enum(TOKEN_VIEWS).default('tokens').describe('over tokens or over words'),
    scale: z
      .enum(MAP_SCALES)
      .default('fixed')
      .describe('the longest bar is a weight of 1, or the largest that is there'),
    hide: z
      .enum(HIDDEN_TOKENS)
      .default('nothing')
      .describe('tokens that have no bars: special ones, or all attention sinks'),
    window: windowField,
    width: plotPixels
      .optional()
      .describe('px after which the statements go on in the next line; one line without it'),
  })
  .describe('both statements of a pair as text, with what their words give to one of them and get from it');

export interface PairTextData extends Pick<Shown, 'hide' | 'window'> {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly layer: number;
  readonly head: number;
  /** 'layer': the patterns are the mean over its heads. */
  readonly over?: MapsOver | undefined;
  readonly side: Side;
  readonly token?: number | undefined;
  readonly view: TokenView;
  readonly scale: MapScale;
  readonly width?: number | undefined;
  /** [n, n] row after row (query, key), of the whole statement each. */
  readonly patterns: Readonly<Record<Side, ArrayLike<number>>>;
  /** The weight of the longest bar, instead of what `scale` says. */
  readonly most?: number | undefined;
}

export const pairTextFigure = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
  ends: {
    of: (data) => ({ quantity: 'attention at words', ends: [0, textOf(data).most] }),
    put: (data, [, most]) => ({ ...data, most }),
  },
  fit: (data, { most }) => ({ ...data, width: most }),
} satisfies FigureDrawing<typeof schema, PairTextData>;

const SIDES = ['original', 'counterfactual'] as const;

function draw(data: PairTextData, theme: FigureTheme): Figure {
  const { detail, source } = data;
  const text = textOf(data);
  const drawn = statementsText(text, theme);
  const title = `Attention on both statements · ${patternsOf(detail, data)}`;
  return {
    title,
    width: Math.ceil(drawn.width),
    height: drawn.height,
    note: noteOf(data, text),
    caption: captionOf(detail, source),
    option: { animation: false, graphic: drawn.graphic },
    hint: () => null,
  };
}

/** The token that is looked at, in either statement: its counterpart is the one of the other. */
function focusOf({ token, side, detail, view }: PairTextData): Readonly<Record<Side, number | null>> {
  if (token === undefined) return { original: null, counterfactual: null };
  const pair = alignedPositions(detail, view).find((link) => link[side === 'original' ? 0 : 1] === token);
  if (pair === undefined) return { original: null, counterfactual: null, [side]: token };
  return { original: pair[0], counterfactual: pair[1] };
}

/** What is drawn, before it is laid out. */
function textOf(data: PairTextData): StatementsText {
  const { detail, view, patterns, width, window } = data;
  const focus = focusOf(data);
  const units = {
    original: unitsOf(detail.original, view),
    counterfactual: unitsOf(detail.counterfactual, view),
  };
  const statement = (side: Side): StatementOnText => {
    const { labels } = mapAxis(detail, side, view);
    const hidden = new Set(mapAxis(detail, side, view, { hide: data.hide }).hidden.map(({ index }) => index));
    return {
      name: side === 'counterfactual' && detail.role === 'neutral' ? 'neutral' : side,
      units: view === 'tokens' ? detail[side] : units[side].map((unit, at) => wordUnit(unit, at, labels[at])),
      weights: shownWeights(
        { data: patterns[side], n: labels.length },
        { at: focus[side], isLooked: data.token !== undefined, hidden },
      ),
      hidden,
      focus: focus[side],
    };
  };
  const both = { original: statement('original'), counterfactual: statement('counterfactual') };
  const shown = shownOf(detail, view, window);
  return {
    ...both,
    shown,
    links: alignedPositions(detail, view).map(([original, counterfactual]) => ({
      original,
      counterfactual,
      isSame: idsOf(units.original[original]) === idsOf(units.counterfactual[counterfactual]),
    })),
    most: data.most ?? (data.scale === 'fixed' ? 1 : largestIn(both, shown)),
    runsFromRight: statementsRunFromRight(detail),
    width,
  };
}

function wordUnit(tokens: readonly FigureToken[], at: number, label = ''): FigureToken {
  return { text: label, word: at, special: tokens.every(({ special }) => special === true) };
}

function idsOf(tokens: readonly FigureToken[] = []): string {
  return tokens.map(({ id, text }) => id ?? text).join();
}

function shownOf(detail: FigurePair, view: TokenView, window: PairTextData['window']): LineOfBoth {
  const span = (side: Side): readonly [number, number] => {
    const { indices } = mapAxis(detail, side, view, { window });
    return [indices[0] ?? 0, indices.at(-1) ?? -1];
  };
  return { original: span('original'), counterfactual: span('counterfactual') };
}

function largestIn(both: Readonly<Record<Side, StatementOnText>>, shown: LineOfBoth): number {
  const all = SIDES.flatMap((side) => {
    const [first, last] = shown[side];
    const { gives, gets } = both[side].weights;
    return [...gives.slice(first, last + 1), ...gets.slice(first, last + 1)];
  });
  return Math.max(0, ...all) || 1;
}

function noteOf(
  { over, detail, layer, window, token, side, view }: PairTextData,
  text: StatementsText,
): string {
  const name = view === 'words' ? 'word' : 'token';
  const label = token === undefined ? '' : (mapAxis(detail, side, view).labels[token] ?? '');
  const looked = visibleText(label.trim() || label);
  return [
    ...(over === 'layer'
      ? [`Mean over the ${detail.heads[layer]?.length ?? 0} heads of layer ${layer}.`]
      : []),
    token === undefined
      ? `Below a ${name}: what it gets on average.`
      : `Above a ${name}: what it gives to ${quotedToken(looked)} (${text[side].name}, ${token}); below: what it gets from it.`,
    `A bar of full length is ${formatBound(text.most)}.`,
    'Lines: what is aligned; amber: with another, or with nothing.',
    ...(window === undefined
      ? []
      : [`${view === 'words' ? 'Words' : 'Tokens'} ${window[0]} to ${window[1]}.`]),
  ].join(' ');
}

/** A line for each token, or word, of the original and then of the other; no `gives` where none is looked at. */
function csv(data: PairTextData): string {
  const text = textOf(data);
  const { links, shown } = text;
  return csvText([
    ['statement', 'position', 'token', 'counterpart', 'gives', 'gets'],
    ...SIDES.flatMap((side) => {
      const { name, weights } = text[side];
      const other = side === 'original' ? 'counterfactual' : 'original';
      const [first, last] = shown[side];
      const { labels } = mapAxis(data.detail, side, data.view);
      return labels.flatMap((label, at) =>
        at < first || at > last
          ? []
          : [
              [
                name,
                at,
                label,
                links.find((link) => link[side] === at)?.[other] ?? null,
                weights.gives[at] ?? null,
                weights.gets[at] ?? null,
              ],
            ],
      );
    }),
  ]);
}
