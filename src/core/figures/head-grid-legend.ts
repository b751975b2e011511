/** The legend of a map of heads: what a look is, and how many heads have it. */
import { MONO_FONT, TEXT_FONT, type FigureTheme } from './theme.ts';

/**
 * full: in the colour of its value; called: the same, and outlined in that of its
 * side, for a colour near 0 is as pale as grey; dashed: the same, and outlined in amber dashes, for what was called once and
 * fell; hatched: faded and hatched, undecided; grey: plain, nothing is there; dotted: grey with a dot, there is something too small to matter;
 * dash: nothing is known of it.
 */
export type CellLook = 'full' | 'called' | 'dashed' | 'hatched' | 'grey' | 'dotted' | 'dash';

/** A look, and what it says of how many heads. */
export interface LegendEntry {
  readonly look: CellLook;
  /** Of a cell in colour: on which side of the scale. */
  readonly side?: 'high' | 'low' | undefined;
  readonly words: string;
}

const FONT_SIZE = 11;
/** px from the edges of the figure. */
const MARGIN = 4;
/** Mean width of a character of Inter, in em, a little on the wide side. */
const TEXT_ADVANCE = 0.54;
/** The shade of a scale that stands for its side: neither its end, which is rare, nor its middle. */
const FAR_FROM_ENDS = 2;
const SWATCH = { width: 12, height: 10, gap: 5 } as const;
const LEGEND = { line: 16, between: 14, above: 4 } as const;

interface LegendPlace extends LegendEntry {
  readonly x: number;
  /** Of the middle of its first line. */
  readonly y: number;
  /** Its words, on as many lines as they take. */
  readonly lines: readonly string[];
}

/** Entries one after the other, on as many lines as they need. @param top px where the figure ends without it */
export function layOutLegend(
  entries: readonly LegendEntry[],
  width: number,
  top: number,
): { readonly places: readonly LegendPlace[]; readonly bottom: number } {
  if (entries.length === 0) return { places: [], bottom: top };
  let x = MARGIN;
  let y = top + LEGEND.above + LEGEND.line / 2;
  const places = entries.map((entry): LegendPlace => {
    const wide = SWATCH.width + SWATCH.gap + widthOf(entry.words);
    if (x > MARGIN && x + wide > width) {
      x = MARGIN;
      y += LEGEND.line;
    }
    const lines = linesOf(entry.words, width - x - SWATCH.width - SWATCH.gap);
    const place = { ...entry, x, y, lines };
    x += wide + LEGEND.between;
    y += LEGEND.line * (lines.length - 1);
    return place;
  });
  return { places, bottom: y + LEGEND.line / 2 + MARGIN };
}

function widthOf(words: string): number {
  return words.length * TEXT_ADVANCE * FONT_SIZE;
}

/** As many words on a line as there is room for; one that is wider stands alone. */
function linesOf(words: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(`${line} ${word}`) <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function legendEntry(
  { look, side, lines, x, y }: LegendPlace,
  colours: readonly string[],
  theme: FigureTheme,
  isSequential: boolean,
): object[] {
  const top = y - SWATCH.height / 2;
  const isOutlined = look === 'called' || look === 'dashed';
  const scaleEnd = side === 'low' ? colours.at(FAR_FROM_ENDS) : colours.at(-1 - FAR_FROM_ENDS);
  // As on the cells: the outline says it, whatever the colour within; one in the bright end of a scale is seen on the dark one.
  const within = look === 'called' && isSequential ? colours[0] : 'none';
  const fill = isOutlined ? within : look === 'full' ? scaleEnd : theme.soft;
  const text = (
    at: number,
    content: string,
    align: 'left' | 'center',
    fontFamily: string,
    line = 0,
  ): object => ({
    type: 'text',
    silent: true,
    x: at,
    y: y + LEGEND.line * line,
    style: {
      text: content,
      align,
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily,
      fontSize: FONT_SIZE,
    },
  });
  return [
    {
      type: 'rect',
      silent: true,
      shape: { x, y: top, width: SWATCH.width, height: SWATCH.height, r: 2 },
      style: { fill },
    },
    ...(isOutlined
      ? [outline(x, top, SWATCH.width, SWATCH.height, strokeOf(look, side, colours, theme))]
      : []),
    ...(look === 'hatched' ? slants(x, top, theme) : []),
    ...(look === 'dotted' || look === 'dash'
      ? [text(x + SWATCH.width / 2, look === 'dash' ? '–' : '•', 'center', MONO_FONT)]
      : []),
    ...lines.map((content, line) => text(x + SWATCH.width + SWATCH.gap, content, 'left', TEXT_FONT, line)),
  ];
}

/** What a decal is on a cell: a legend's swatch cannot have one. */
function slants(x: number, top: number, theme: FigureTheme): object[] {
  const { width, height } = SWATCH;
  return [-6, -1, 4, 9].map((from) => {
    const left = Math.max(0, from);
    const right = Math.min(width, from + height);
    return {
      type: 'line',
      silent: true,
      shape: {
        x1: x + left,
        y1: top + height - (left - from),
        x2: x + right,
        y2: top + height - (right - from),
      },
      style: { stroke: theme.hatch, lineWidth: 1 },
    };
  });
}

/** The end of the scale on a side: what stands out from the background in both themes. */
function inkOf(side: LegendEntry['side'], colours: readonly string[]): string {
  return colours.at(side === 'low' ? 0 : -1) ?? 'none';
}

export interface Stroke {
  readonly stroke: string;
  /** px drawn and left out. */
  readonly lineDash?: [number, number];
}

export function strokeOf(
  look: 'called' | 'dashed',
  side: LegendEntry['side'],
  colours: readonly string[],
  theme: FigureTheme,
): Stroke {
  return look === 'called' ? { stroke: inkOf(side, colours) } : { stroke: theme.amber, lineDash: [3, 2] };
}

/** A line of one px within a rectangle. */
export function outline(left: number, top: number, width: number, height: number, stroke: Stroke): object {
  return {
    type: 'rect',
    silent: true,
    z: 5,
    shape: { x: left + 0.5, y: top + 0.5, width: width - 1, height: height - 1, r: 1 },
    style: { fill: 'none', ...stroke, lineWidth: 1 },
  };
}
