/** The logit lens on one input: of each layer and token what would be foretold, were the layer the last. The last is on top. */
import { place } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { surroundings } from '../../pairs/surroundings.ts';
import { COLOUR_BAR_HEIGHT, colourBar } from '../../figures/colour-scale.ts';
import { type Figure, formatValue, type Hint } from '../../figures/figure.ts';
import { probedFigure } from '../../figures/probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../../figures/probed-input.ts';
import { plotPixels } from '../../figures/spec-fields.ts';
import { textRunsFromRight } from '../../figures/text-direction.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { visibleText } from '../../figures/visible-text.ts';
import { cellWidth, cellWord, filled, framed, shaded, WORD_ROW, wordAt } from '../../figures/word-cells.ts';
import { streamWords } from './streams.ts';

interface LensCell {
  readonly top: { readonly text: string; readonly probability: number };
  /** Of what is first at the end: 1 for the first. */
  readonly rank: number;
  readonly probability: number;
}

export interface ProbeLensData {
  readonly source: Pick<ProbedSource, 'model' | 'text' | 'tokens'>;
  /** Of each position, what is first at the end. */
  readonly targets: readonly { readonly text: string }[];
  /** By stream, from what enters the first layer to what leaves the last, and position. */
  readonly streams: readonly (readonly LensCell[])[];
  readonly at?: number | null | undefined;
  /** px after which the table goes on below; one table without it. */
  readonly width?: number | undefined;
}

export const probeLensFigure = probedFigure({
  kind: 'probe-lens',
  says: 'the logit lens on one input: what each layer would foretell, were it the last',
  fields: {
    at: place.optional().describe('the place of a token to frame, from 0'),
    width: plotPixels.optional().describe('px after which the table goes on below; one table without it'),
  },
  draw,
  csv,
  fit: (data, { most }) => ({ ...data, width: most }),
});

const LEFT = 44;
const TOP = WORD_ROW + 3;
const GAP = 1;
const BETWEEN_TABLES = 12;
const BAR = { above: 8, width: 240 } as const;
const SCALE = { kind: 'sequential', domain: [0, 1], unit: '' } as const;

/** Where everything is, px. */
function layOut(
  { source, streams, width: room = Infinity }: ProbeLensData,
  theme: Pick<FigureTheme, 'hasShape'>,
) {
  const isMirrored = textRunsFromRight(
    source.tokens.map(({ text }) => text),
    surroundings(source.tokens),
  );
  const row = isMirrored ? 'rtl' : 'ltr';
  const heads = source.tokens.map(({ text }) => cellWord(text, row, theme));
  const words = streams.map((cells) => cells.map(({ top }) => cellWord(top.text, row, theme)));
  const height = TOP + streams.length * (WORD_ROW + GAP);
  /** Where each table ends that the columns stand in, one below the other. */
  const rights = [LEFT];
  let x = LEFT;
  const columns = heads.map((head, position) => {
    const width = cellWidth([head, ...words.map((own) => own[position] ?? '')]);
    if (x > LEFT && x + width > room) {
      x = LEFT;
      rights.push(LEFT);
    }
    const table = rights.length - 1;
    const column = { x, width, top: table * (height + BETWEEN_TABLES) };
    rights[table] = x + width;
    x += width + GAP;
    return column;
  });
  const most = Math.max(...rights);
  const tables = rights.map((right, table) => ({
    ...(isMirrored ? { left: LEFT + most - right, right: most } : { left: LEFT, right }),
    top: table * (height + BETWEEN_TABLES),
  }));
  return {
    heads,
    words,
    columns: isMirrored
      ? columns.map((column) => ({ ...column, x: LEFT + most - column.x - column.width }))
      : columns,
    tables,
    bottom: rights.length * (height + BETWEEN_TABLES) - BETWEEN_TABLES,
  };
}

function draw(data: ProbeLensData, theme: FigureTheme): Figure {
  const { source, streams, at } = data;
  const layers = streams.length - 1;
  const n = source.tokens.length;
  const { heads, words, columns, tables, bottom } = layOut(data, theme);
  const width = Math.max(LEFT + BAR.width, ...tables.map(({ right }) => right));
  const topOf = (stream: number) => TOP + (layers - stream) * (WORD_ROW + GAP);
  const heightOf = TOP + streams.length * (WORD_ROW + GAP);
  const middleOf = (column: { x: number; width: number }) => column.x + column.width / 2;
  const framedColumn = at === null || at === undefined ? undefined : columns[at];
  const muted = { fill: theme.muted } as const;
  return {
    title: 'Logit lens',
    width,
    height: bottom + BAR.above + COLOUR_BAR_HEIGHT,
    note: 'Rows: the stream that enters each layer, and on top what leaves the last. Line: how probable the first token is there. In strong type: it is the one that is first at the end.',
    caption: captionOfProbe(source),
    option: {
      animation: false,
      graphic: [
        ...tables.flatMap(({ left, right, top }) => [
          wordAt('token', 0, top + WORD_ROW / 2, { ...muted, align: 'left' }),
          filled({ x: left, y: top + WORD_ROW, width: right - left, height: 1 }, theme.line),
          ...streams.map((_, stream) =>
            wordAt(stream === layers ? 'out' : `${stream}`, 0, top + topOf(stream) + WORD_ROW / 2 - 1, {
              ...muted,
              align: 'left',
            }),
          ),
        ]),
        ...columns.map((column, position) =>
          wordAt(heads[position] ?? '', middleOf(column), column.top + WORD_ROW / 2, {
            fill: source.tokens[position]?.special === true ? theme.muted : theme.text,
          }),
        ),
        ...streams.flatMap((cells, stream) =>
          columns.flatMap((column, position) => {
            const cell = cells[position];
            if (cell === undefined) return [];
            const box = { x: column.x, width: column.width, y: column.top + topOf(stream), height: WORD_ROW };
            const settled = cell.rank === 1;
            return [
              shaded(box, cell.top.probability, 1, 'weight', theme),
              wordAt(words[stream]?.[position] ?? '', middleOf(column), box.y + WORD_ROW / 2 - 1, {
                fill: settled ? theme.text : theme.muted,
                strong: settled,
              }),
            ];
          }),
        ),
        ...(framedColumn === undefined
          ? []
          : [
              framed(
                { x: framedColumn.x, width: framedColumn.width, y: framedColumn.top, height: heightOf - GAP },
                theme,
              ),
            ]),
        ...colourBar(SCALE, { left: LEFT, top: bottom + BAR.above, width: BAR.width }, theme),
      ],
    },
    markAt(x, y) {
      const position = columns.findIndex(
        (column) =>
          x >= column.x && x < column.x + column.width && y >= column.top && y < column.top + heightOf,
      );
      const row = Math.floor((y - (columns[position]?.top ?? 0) - TOP) / (WORD_ROW + GAP));
      if (position < 0 || row < 0 || row > layers) return null;
      return { seriesIndex: 0, dataIndex: (layers - row) * n + position };
    },
    hint: (_series, mark) => hintOf(data, Math.floor(mark / n), mark % n),
  };
}

function hintOf({ source, streams, targets }: ProbeLensData, stream: number, position: number): Hint | null {
  const cell = streams[stream]?.[position];
  if (cell === undefined) return null;
  const target = visibleText(targets[position]?.text ?? '');
  return {
    title: `${position} ${visibleText(source.tokens[position]?.text ?? '')} · ${streamWords(stream, streams.length - 1)}`,
    rows: [
      { label: `first: ${visibleText(cell.top.text)}`, value: formatValue(cell.top.probability) },
      { label: `${target}: probability`, value: formatValue(cell.probability) },
      { label: `${target}: rank`, value: String(cell.rank) },
    ],
  };
}

/** A line for each stream, from what enters the first layer, and position. */
function csv({ source, streams, targets }: ProbeLensData): string {
  return csvText([
    ['stream', 'position', 'token', 'first', 'first_probability', 'last_first', 'probability', 'rank'],
    ...streams.flatMap((cells, stream) =>
      cells.map(({ top, probability, rank }, position) => [
        stream,
        position,
        source.tokens[position]?.text ?? '',
        top.text,
        top.probability,
        targets[position]?.text ?? '',
        probability,
        rank,
      ]),
    ),
  ]);
}
