/** Layers x heads of what every head sends to one receiver. */
import { estimateInSentence } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { headMapFigure } from '../head-figures/head-map.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { byStrength, effectsOfMap, mapsOf, strongestMap } from './maps.ts';
import { quantityOfMap } from './of-heads.ts';
import { PATH_VERDICT_WORDS, senderWords } from './words.ts';

const schema = z
  .object({
    kind: z.literal('path-map'),
    analysisId,
    map: z
      .int()
      .min(0)
      .max(2 ** 20)
      .optional()
      .describe(
        'which receiver, in the order of path-patching.csv, from 0; that of the strongest path without it',
      ),
    /** Outlined. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer take; as many as suit the figure without it'),
  })
  .describe('layers x heads of what each sends to one receiver, of path patching');

export interface PathMapData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  /** Without it that of the strongest path. */
  readonly map?: number | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const pathMap = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, PathMapData>;

/** The largest of the senders that are no heads: they have no cell. */
const OTHERS_NAMED = 3;

function draw({ source, result, map: asked, ...look }: PathMapData, theme: FigureTheme): Figure {
  const map = asked ?? strongestMap(result);
  const own = mapsOf(result)[map];
  if (own === undefined) throw new RangeError(`there is no map ${map}`);
  const quantity = quantityOfMap(result, own, map);
  const figure = headMapFigure.draw({ source, quantity, part: 'value', ...look }, theme);
  const others = byStrength(effectsOfMap(result, map).filter(({ from }) => from.head === null));
  const named = others
    .slice(0, OTHERS_NAMED)
    .map((one) => `${senderWords(one.from)} ${estimateInSentence(one)} (${PATH_VERDICT_WORDS[one.verdict]})`)
    .join(', ');
  return { ...figure, note: [figure.note, named === '' ? '' : `Beside heads: ${named}.`].join(' ').trim() };
}

function csv({ result, map = strongestMap(result) }: PathMapData): string {
  return csvText([
    ['from', 'layer', 'head', 'n', 'mean', 'ci_low', 'ci_high', 'q', 'verdict'],
    ...effectsOfMap(result, map).map(({ name, from, n, mean, low, high, q, verdict }) => [
      name,
      from.layer,
      from.head,
      n,
      mean,
      low,
      high,
      q,
      verdict,
    ]),
  ]);
}
