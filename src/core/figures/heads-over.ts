/** Heads of one layer over each other in one drawing: each in a colour of its own, which a key names. */
import { KIND_NAMES, KINDS } from './kind-colours.ts';
import { MOST_HEADS_OVER } from './pair-maps.ts';
import { type FigureTheme, MONO_ADVANCE, MONO_FONT } from './theme.ts';

/** A head that is drawn over another of its layer. */
export interface HeadOver {
  readonly head: number;
  /** [n, n] row after row (query, key), of the whole statement. */
  readonly values: ArrayLike<number>;
}

/** A head, and which of the colours of {@link KINDS} it has. */
export interface ColouredHead {
  readonly head: number;
  readonly colour: number;
}

/** One of those that are drawn. */
export type DrawnHead = HeadOver & ColouredHead;

/** Heads of a layer as an address or a specification says them. */
export interface HeadsDrawn {
  /** The one that is open. */
  readonly head: number;
  readonly also: readonly number[];
  /** Of the open one and then of each of the others; empty: one after the other, as they are drawn. */
  readonly colours: readonly number[];
}

/** The head that is open first, then the others, each once; each in a colour of its own. */
export function headsOver({ head, also, colours }: HeadsDrawn): ColouredHead[] {
  const heads = [...new Set([head, ...also])].slice(0, MOST_HEADS_OVER);
  const isTold = colours.length === heads.length && new Set(colours).size === heads.length;
  return heads.map((one, place) => ({ head: one, colour: isTold ? (colours[place] ?? place) : place }));
}

export function colourOfHead(colour: number, theme: FigureTheme['name']): string {
  const colours = KINDS[theme];
  return colours[colour % colours.length] ?? '';
}

/** 'H9 blue, H3 orange' */
export function coloursInWords(heads: readonly ColouredHead[], theme: FigureTheme['name']): string {
  return heads.map(({ head, colour }) => `H${head} ${KIND_NAMES[theme][colour] ?? ''}`).join(', ');
}

const FONT_SIZE = 11;
const SQUARE = 8;
const GAP = 4;
const KEY_ROW = 16;
/** px of the column of one head in which the weights of the marked token stand. */
export const WEIGHT_COLUMN = SQUARE + 2;

function itemWidth(head: number): number {
  return SQUARE + GAP + MONO_ADVANCE * FONT_SIZE * `H${head}`.length + 2 * GAP;
}

/** Where each head stands in the key: px from its left, and its row. */
function keyPlaces(
  heads: readonly ColouredHead[],
  width: number,
): { readonly x: number; readonly row: number }[] {
  let x = 0;
  let row = 0;
  return heads.map(({ head }) => {
    const needed = itemWidth(head);
    if (x > 0 && x + needed > width) {
      x = 0;
      row += 1;
    }
    const place = { x, row };
    x += needed;
    return place;
  });
}

/** px; a head that is alone has no key. */
export function keyHeight(heads: readonly ColouredHead[], width: number): number {
  if (heads.length < 2) return 0;
  return KEY_ROW * (1 + (keyPlaces(heads, width).at(-1)?.row ?? 0));
}

/** A square in the colour of each head with its name beside it, from the upper left corner on. */
export function headsKey(
  heads: readonly ColouredHead[],
  { left, width }: { readonly left: number; readonly width: number },
  theme: FigureTheme,
): object[] {
  if (heads.length < 2) return [];
  const places = keyPlaces(heads, width);
  return heads.flatMap(({ head, colour }, at) => {
    const { x = 0, row = 0 } = places[at] ?? {};
    const middle = KEY_ROW * (row + 0.5) + 2;
    return [
      square(left + x, middle, colourOfHead(colour, theme.name), 1),
      {
        type: 'text',
        silent: true,
        x: left + x + SQUARE + GAP,
        y: middle,
        style: {
          text: `H${head}`,
          align: 'left',
          verticalAlign: 'middle',
          fill: theme.muted,
          fontFamily: MONO_FONT,
          fontSize: FONT_SIZE,
        },
      },
    ];
  });
}

/** @param y px of its middle */
export function square(x: number, y: number, fill: string, opacity: number): object {
  return {
    type: 'rect',
    silent: true,
    shape: { x, y: y - SQUARE / 2, width: SQUARE, height: SQUARE },
    style: { fill, opacity },
  };
}
