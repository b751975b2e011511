/**
 * One input with what the model foretells under every token: of a decoder what follows it, of an encoder what stands there. Tokens are
 * shaded by what one of the predictions takes from them.
 */
import { z } from 'zod';
import { place, tokenId } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { type Figure, formatValue, type Hint } from '../../figures/figure.ts';
import { probedFigure } from '../../figures/probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../../figures/probed-input.ts';
import { head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { textRunsFromRight } from '../../figures/text-direction.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { visibleText } from '../../figures/visible-text.ts';
import { cellWidth, cellWord, filled, framed, shaded, wordAt } from '../../figures/word-cells.ts';
import { surroundings } from '../../pairs/surroundings.ts';
import type { HeadPlace } from '../of-heads.ts';
import { allHeads, largestOf, stripOf } from './strips.ts';
import type { TextAttribution } from './text-attribution.ts';
import { SHADINGS, type Shading } from '../../figures/shadings.ts';

interface Foretold {
  readonly text: string;
  readonly probability: number;
}

export interface ProbePredictionsData {
  readonly source: ProbedSource;
  readonly positions: readonly {
    /** The most probable first. */
    readonly top: readonly Foretold[];
    /** What the text has there; `rank` is 1 for the first. */
    readonly own: (Foretold & { readonly rank: number }) | null;
  }[];
  /** The token whose prediction is looked at; null: none. */
  readonly at: number | null;
  /** [n]: what is taken from each token; null where nothing is looked at. */
  readonly values: Float32Array | null;
  readonly shade: Shading;
  /** The head that tokens are shaded by; null: all together. */
  readonly by: HeadPlace | null;
  /** px that there are from left to right. */
  readonly width: number;
}

export const probePredictionsFigure = probedFigure({
  kind: 'probe-predictions',
  says: 'what a model foretells under every token of one input',
  fields: {
    at: place.optional().describe('the place of the token whose prediction shades the others, from 0'),
    target: tokenId.optional().describe('the id of the token that is explained; without it the first there'),
    shade: z.enum(SHADINGS).default('contribution').describe('by what tokens are shaded'),
    layer: layer.optional().describe('the layer of the head that tokens are shaded by'),
    head: head.optional().describe('the head that tokens are shaded by; all together without it'),
    width: plotPixels.default(900).describe('px from left to right'),
  },
  among: {
    holds: (spec) => (spec.layer === undefined) === (spec.head === undefined),
    words: 'a head is to be given with its layer',
  },
  draw,
  csv,
  fit: (data, { most }) => ({ ...data, width: most }),
});

/** What tokens are shaded by: one head, or all together; null of a model without layers. */
export function shadesBy(
  attribution: TextAttribution,
  shade: Shading,
  by: HeadPlace | null,
): Float32Array | null {
  if (attribution.layers === 0) return null;
  return by === null ? allHeads(attribution, shade) : stripOf(attribution, by.layer, by.head, shade).values;
}

/** px */
const TOKEN = 20;
const FORETOLD = 18;
const BAR = 2;
const INSET = 2;
const CELL = INSET + TOKEN + FORETOLD + BAR + INSET;
const GAP = { across: 2, down: 8 } as const;

/** Where everything is, px: lines of cells, from right to left where the text runs so. */
export function probePredictionsLayout(
  { source, positions, width }: Pick<ProbePredictionsData, 'source' | 'positions' | 'width'>,
  theme: Pick<FigureTheme, 'hasShape'> = {},
) {
  const mirrored = textRunsFromRight(
    source.tokens.map(({ text }) => text),
    surroundings(source.tokens),
  );
  const row = mirrored ? 'rtl' : 'ltr';
  let [along, y] = [0, 0];
  const cells = source.tokens.map(({ text }, position) => {
    const word = cellWord(text, row, theme);
    const top = positions[position]?.top[0];
    const foretold = top === undefined ? '' : cellWord(top.text, row, theme);
    const own = cellWidth([word, foretold]);
    if (along > 0 && along + own > width) [along, y] = [0, y + CELL + GAP.down];
    const cell = { word, foretold, x: mirrored ? width - along - own : along, y, width: own, height: CELL };
    along += own + GAP.across;
    return cell;
  });
  return { cells, width, height: y + CELL };
}

function draw(data: ProbePredictionsData, theme: FigureTheme): Figure {
  const { source, positions, at, values, shade } = data;
  const layout = probePredictionsLayout(data, theme);
  const largest = shade === 'weight' ? 1 : largestOf(values === null ? [] : [values]);
  return {
    title: 'Predictions',
    width: layout.width,
    height: layout.height,
    note: noteOf(data),
    caption: captionOfProbe(source),
    option: {
      animation: false,
      graphic: layout.cells.flatMap((cell, position) => {
        const { top, own } = positions[position] ?? { top: [], own: null };
        const middle = cell.x + cell.width / 2;
        const box = { x: cell.x + INSET, y: cell.y + INSET, width: cell.width - 2 * INSET, height: TOKEN };
        const isQuiet = values === null && source.tokens[position]?.special === true;
        const bar = (top[0]?.probability ?? 0) * box.width;
        return [
          ...(values === null ? [] : [shaded(box, values[position] ?? 0, largest, shade, theme)]),
          wordAt(cell.word, middle, box.y + TOKEN / 2 - 1, { fill: isQuiet ? theme.muted : theme.text }),
          wordAt(cell.foretold, middle, box.y + TOKEN + FORETOLD / 2, {
            fill: own?.rank === 1 ? theme.accent : theme.muted,
          }),
          filled(
            { x: middle - bar / 2, y: box.y + TOKEN + FORETOLD, width: bar, height: BAR },
            theme.control,
          ),
          ...(at === position ? [framed(cell, theme)] : []),
        ];
      }),
    },
    markAt(x, y) {
      const position = layout.cells.findIndex(
        (cell) => x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height,
      );
      return position < 0 ? null : { seriesIndex: 0, dataIndex: position };
    },
    hint: (_series, mark) => hintOf(data, mark),
  };
}

function hintOf({ source, positions, values }: ProbePredictionsData, position: number): Hint | null {
  const token = source.tokens[position];
  if (token === undefined) return null;
  const { top, own } = positions[position] ?? { top: [], own: null };
  const what = source.causal ? 'what follows' : 'what stands there';
  return {
    title: `${position} ${visibleText(token.text)}`,
    rows: [
      ...top.slice(0, 1).map(({ text, probability }) => ({
        label: `foretold: ${visibleText(text)}`,
        value: formatValue(probability),
      })),
      ...(own === null
        ? []
        : [
            {
              label: `${what}: ${visibleText(own.text)}`,
              value: `${formatValue(own.probability)}, ranked ${own.rank}`,
            },
          ]),
      ...(values === null
        ? []
        : [{ label: 'gives to what is looked at', value: formatValue(values[position] ?? null) }]),
    ],
  };
}

function noteOf({ source, values, shade, by }: ProbePredictionsData): string {
  const notes = [
    source.causal
      ? 'Under each token what is most likely to follow it'
      : 'Under each token what is most likely there',
    '; bar: its probability; in colour: the text says the same.',
  ];
  if (values !== null)
    notes.push(
      ` Shaded by ${by === null ? 'all heads together' : `L${by.layer} H${by.head}`}, for the token with the frame: `,
      shade === 'weight'
        ? 'the line under a token is how far it looks there, dark for 0, yellow for 1.'
        : 'red adds to what is foretold there, blue takes off; only what heads write straight to the logit is counted.',
    );
  return notes.join('');
}

/** A line for each token. */
function csv({ source, positions, values }: ProbePredictionsData): string {
  return csvText([
    ['position', 'token', 'first', 'first_probability', 'own', 'own_probability', 'own_rank', 'gives'],
    ...source.tokens.map(({ text }, position) => {
      const { top, own } = positions[position] ?? { top: [], own: null };
      return [
        position,
        text,
        top[0]?.text ?? null,
        top[0]?.probability ?? null,
        own?.text ?? null,
        own?.probability ?? null,
        own?.rank ?? null,
        values?.[position] ?? null,
      ];
    }),
  ]);
}
