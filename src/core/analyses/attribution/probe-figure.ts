/** What one prediction on one input comes from: the parts of its logit as bars, and heads by layer as lines of the text. */
import { z } from 'zod';
import { isolated } from '../../isolated.ts';
import { listOf, MOST, place, tokenId } from '../../bounds.ts';
import { surroundings } from '../../pairs/surroundings.ts';
import { type Figure, formatValue, type Hint } from '../../figures/figure.ts';
import { probedFigure } from '../../figures/probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../../figures/probed-input.ts';
import { plotPixels } from '../../figures/spec-fields.ts';
import { textRunsFromRight } from '../../figures/text-direction.ts';
import { type FigureTheme, TEXT_FONT } from '../../figures/theme.ts';
import { visibleText } from '../../figures/visible-text.ts';
import {
  cellWidth,
  cellWord,
  filled,
  framed,
  shaded,
  WORD_FONT,
  WORD_ROW,
  wordAt,
} from '../../figures/word-cells.ts';
import { probeAttributionCsv } from './probe-csv.ts';
import { partsOf } from './parts.ts';
import { largestOf, type Strip, stripOf } from './strips.ts';
import type { TextAttribution } from './text-attribution.ts';
import { SHADINGS, type Shading } from '../../figures/shadings.ts';

export interface ProbeAttributionData {
  readonly source: Pick<ProbedSource, 'model' | 'text' | 'tokens'>;
  readonly attribution: TextAttribution;
  readonly shade: Shading;
  readonly open: readonly number[];
  /** px after which a text goes on in a line below, within its row; one line without it. */
  readonly width?: number | undefined;
}

export const probeAttributionFigure = probedFigure({
  kind: 'probe-attribution',
  says: 'what a prediction on one input comes from: parts of its logit, and heads by layer',
  fields: {
    position: place.describe('the place of the prediction, from 0'),
    target: tokenId.optional().describe('the id of the token that is explained; without it the first there'),
    shade: z.enum(SHADINGS).default('contribution').describe('by what tokens are shaded'),
    open: listOf(place, MOST.tokens, 'layers')
      .default([])
      .describe('layers of which every head has a line of its own'),
    width: plotPixels
      .optional()
      .describe('px after which the text goes on in a line below; one line without it'),
  },
  draw,
  csv: (data: ProbeAttributionData) => probeAttributionCsv(data),
  fit: (data: ProbeAttributionData, { most }) => ({ ...data, width: most }),
});

const PART = { row: 20, name: 0, value: 168, track: 182, width: 320, bar: 10 } as const;
const HEADING = 30;
const GAP = 2;
/** px: names begin after the sign that folds them; heads stand in further. */
const NAME = { layer: 20, head: 32, width: 96 } as const;
const VALUE = 168;
const STRIP = 182;
/** px below a row whose text takes several lines. */
const BELOW_WRAPPED = 8;

/** Where everything is, px: a text that is longer than there is room goes on in further lines of its row, whose name and number stand once. */
export function probeAttributionLayout(
  { source, attribution, open, width: room = Infinity }: Omit<ProbeAttributionData, 'shade'>,
  theme: Pick<FigureTheme, 'hasShape'> = {},
) {
  const parts = partsOf(attribution);
  const isMirrored = textRunsFromRight(
    source.tokens.map(({ text }) => text),
    surroundings(source.tokens),
  );
  const words = source.tokens.map(({ text }) => cellWord(text, isMirrored ? 'rtl' : 'ltr', theme));
  const top = parts.length * PART.row + (attribution.layers > 0 ? HEADING : 0);
  const lines = Array.from({ length: attribution.layers }, (_, layer) => [
    { layer, head: null },
    ...(open.includes(layer)
      ? Array.from({ length: attribution.headsOfLayer }, (_, head) => ({ layer, head }))
      : []),
  ]).flat();
  let [along, wrap, across] = [0, 0, 0];
  const placed = words.map((word) => {
    const width = cellWidth([word]);
    if (along > 0 && STRIP + along + width > room) [along, wrap] = [0, wrap + 1];
    const column = { start: along, width, wrap };
    across = Math.max(across, along + width);
    along += width + 1;
    return column;
  });
  const rowHeight = (wrap + 1) * (WORD_ROW + GAP) + (wrap > 0 ? BELOW_WRAPPED : 0);
  return {
    parts,
    words,
    columns: placed.map(({ start, ...column }) => ({
      ...column,
      x: STRIP + (isMirrored ? across - start - column.width : start),
    })),
    /** Every line of text: the first of each row, then those below these. */
    rows: Array.from({ length: wrap + 1 }, (_, of) =>
      lines.map((line, at) => ({ ...line, wrap: of, y: top + at * rowHeight + of * (WORD_ROW + GAP) })),
    ).flat(),
    lines,
    row: { height: WORD_ROW, nameWidth: NAME.layer + NAME.width },
    width: Math.max(PART.track + PART.width, STRIP + across),
    height: top + lines.length * rowHeight,
  };
}

function draw(data: ProbeAttributionData, theme: FigureTheme): Figure {
  const { source, attribution, shade } = data;
  const { position, target } = attribution;
  const layout = probeAttributionLayout(data, theme);
  const { columns, rows, lines } = layout;
  const strips = lines.map(({ layer, head }) => stripOf(attribution, layer, head, shade));
  const largest = largestShade(attribution, shade);
  const n = columns.length;
  return {
    title: `Where ${isolated(visibleText(target.text))} at position ${position} comes from`,
    width: layout.width,
    height: layout.height,
    note: noteOf(attribution, shade),
    caption: captionOfProbe(source),
    option: {
      animation: false,
      graphic: [
        ...partBars(layout.parts, theme),
        ...(rows.length === 0 ? [] : [heading(layout.parts.length * PART.row, shade, theme)]),
        ...rows.flatMap(({ wrap, y }, row) => {
          const strip = strips[row % lines.length];
          if (strip === undefined) return [];
          const middle = y + WORD_ROW / 2;
          return [
            ...(wrap === 0 ? nameAndNumber(strip, middle, theme) : []),
            ...columns.flatMap((column, at) => {
              if (column.wrap !== wrap) return [];
              const box = { x: column.x, width: column.width, y, height: WORD_ROW };
              return [
                shaded(box, strip.values[at] ?? 0, largest, shade, theme),
                wordAt(layout.words[at] ?? '', column.x + column.width / 2, middle - 1, { fill: theme.text }),
                ...(at === position ? [framed(box, theme)] : []),
              ];
            }),
          ];
        }),
      ],
    },
    markAt(x, y) {
      const row = rows.findIndex((own) => y >= own.y && y < own.y + WORD_ROW);
      const at = columns.findIndex(
        (column) => column.wrap === rows[row]?.wrap && x >= column.x && x < column.x + column.width,
      );
      return row < 0 || at < 0 ? null : { seriesIndex: 0, dataIndex: (row % lines.length) * n + at };
    },
    hint: (_series, mark) => hintOf(data, strips[Math.floor(mark / n)], mark % n),
  };
}

function nameAndNumber({ layer, head, adds }: Strip, middle: number, theme: FigureTheme): object[] {
  return [
    head === null
      ? wordAt(`layer ${layer}`, NAME.layer, middle, { fill: theme.text, align: 'left' })
      : wordAt(`L${layer} H${head}`, NAME.head, middle, { fill: theme.text, align: 'left' }),
    wordAt(formatValue(adds), VALUE, middle, {
      fill: adds < 0 ? theme.muted : theme.text,
      align: 'right',
    }),
  ];
}

/** Where the shades of heads end. */
function largestShade(attribution: TextAttribution, shade: Shading): number {
  if (shade === 'weight') return 1;
  const { layers, headsOfLayer } = attribution;
  return largestOf(
    Array.from(
      { length: layers * headsOfLayer },
      (_, at) =>
        stripOf(attribution, Math.floor(at / headsOfLayer), at % headsOfLayer, 'contribution').values,
    ),
  );
}

function partBars(parts: ReturnType<typeof partsOf>, theme: FigureTheme): object[] {
  const largest = Math.max(1e-9, ...parts.map(({ value }) => Math.abs(value)));
  const zero = PART.track + PART.width / 2;
  return parts.flatMap(({ name, value }, at) => {
    const middle = at * PART.row + PART.row / 2;
    const length = (PART.width / 2) * (Math.abs(value) / largest);
    const bar = { y: middle - PART.bar / 2, height: PART.bar };
    return [
      inText(name, middle, theme.text),
      wordAt(formatValue(value), PART.value, middle, { fill: theme.text, align: 'right' }),
      filled({ ...bar, x: zero - 0.5, width: 1 }, theme.line),
      filled(
        { ...bar, x: value < 0 ? zero - length : zero, width: length },
        // Not of the colours of the strips below, which say another thing.
        value < 0 ? theme.muted : theme.text,
      ),
    ];
  });
}

function heading(top: number, shade: Shading, theme: FigureTheme): object {
  const says =
    shade === 'weight'
      ? 'how far it looks at every token (a layer: mean of its heads)'
      : 'what it takes from every token';
  return inText(`Heads by layer: what each adds, and ${says}`, top + HEADING / 2, theme.muted);
}

function inText(text: string, y: number, fill: string): object {
  return {
    type: 'text',
    silent: true,
    x: PART.name,
    y,
    style: { text, verticalAlign: 'middle', fill, fontFamily: TEXT_FONT, fontSize: WORD_FONT },
  };
}

function noteOf({ shares, logit, total, target }: TextAttribution, shade: Shading): string {
  return [
    `${shares ? 'Shares add up' : 'Adds up'} to the logit ${formatValue(logit)} (parts ${formatValue(total)}), P = ${formatValue(target.probability)}.`,
    shade === 'weight'
      ? 'Line under a token: how far a head looks there, dark for 0, yellow for 1.'
      : 'Red adds to the logit, blue takes off.',
  ].join(' ');
}

function hintOf({ source }: ProbeAttributionData, strip: Strip | undefined, at: number): Hint | null {
  if (strip === undefined) return null;
  const { layer, head, adds, values } = strip;
  return {
    title: head === null ? `Layer ${layer}` : `L${layer} H${head}`,
    rows: [
      {
        label: `${at} ${visibleText(source.tokens[at]?.text ?? '')}`,
        value: formatValue(values[at] ?? null),
      },
      { label: 'adds in all', value: formatValue(adds) },
    ],
  };
}
