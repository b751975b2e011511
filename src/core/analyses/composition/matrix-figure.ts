/** Heads x heads of one kind of composition, less random matrices: writing heads downward, reading heads to the right. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { COLOUR_BAR_HEIGHT, colourBar, type ColourScale, fittedDomain } from '../../figures/colour-scale.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { matrixImage } from '../../figures/matrix-image.ts';
import { analysisId } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { COMPOSITION_KINDS, type CompositionKind } from '../circuits/composition.ts';
import { WEIGHT_VERSIONS, type WeightVersion } from '../circuits/head-matrices.ts';
import { captionOfWeights } from '../circuits/caption.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { baselineOf, edgesOf, mainVersion, sizesOf, versionsOf } from './edges.ts';
import { KIND_WORDS } from './words.ts';

const schema = z
  .object({
    kind: z.literal('composition-matrix'),
    analysisId,
    of: z.enum(COMPOSITION_KINDS).default('k').describe('what the later head reads with: q, k or v'),
    weights: z
      .enum(WEIGHT_VERSIONS)
      .optional()
      .describe('as they are, or with the normalisation folded in, where there is one'),
  })
  .describe('heads x heads of a composition analysis');

export interface CompositionMatrixData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly of: CompositionKind;
  readonly weights?: WeightVersion | undefined;
}

export const compositionMatrix = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  CompositionMatrixData
>;

const TARGET = 420;
const CELL = { smallest: 2, largest: 30 } as const;
const LEFT = 46;
const TOP = 46;
const MARGIN = 8;
const FONT_SIZE = 11;
/** px that a head's name needs across. */
const NAMED_CELL = 26;

function draw({ source, result, of, weights }: CompositionMatrixData, theme: FigureTheme): Figure {
  const version = shownVersion(result, weights);
  const { layers, heads } = sizesOf(result);
  // The last layer writes to nobody, and the first reads of nobody.
  const places = (layers - 1) * heads;
  const { data } = tensorOf(result, `circuits.${version}.composition_${of}`);
  const placeOf = (from: number, to: number) => from * layers * heads + heads + to;
  const { mean, sd } = baselineOf(result);
  const excess = Float64Array.from(
    { length: places * places },
    (_, at) => (data[placeOf(Math.floor(at / places), at % places)] ?? Number.NaN) - mean,
  );
  const scale: ColourScale = {
    kind: 'diverging',
    domain: fittedDomain(excess, 'diverging'),
    unit: 'above random',
  };
  const cell = Math.max(CELL.smallest, Math.min(CELL.largest, Math.floor(TARGET / places)));
  const side = cell * places;
  const width = Math.max(300, LEFT + side + MARGIN);
  const bottom = TOP + side;
  const text = (x: number, y: number, content: string, style: object): object => ({
    type: 'text',
    silent: true,
    x,
    y,
    style: { text: content, fill: theme.muted, fontSize: FONT_SIZE, verticalAlign: 'middle', ...style },
  });
  const isNamed = cell >= NAMED_CELL;
  const step = isNamed ? 1 : heads;
  const labels = Array.from({ length: Math.ceil(places / step) }, (_, at) => at * step).flatMap((at) => {
    const layer = Math.floor(at / heads);
    const head = `H${at % heads}`;
    const middle = (at + step / 2) * cell;
    return [
      text(LEFT - 6, TOP + middle, isNamed ? `L${layer} ${head}` : `L${layer}`, {
        align: 'right',
        fontFamily: MONO_FONT,
      }),
      text(LEFT + middle, TOP - (isNamed ? 21 : 9), `L${layer + 1}`, {
        align: 'center',
        fontFamily: MONO_FONT,
      }),
      ...(isNamed ? [text(LEFT + middle, TOP - 9, head, { align: 'center', fontFamily: MONO_FONT })] : []),
    ];
  });
  const line = (x1: number, y1: number, x2: number, y2: number): object => ({
    type: 'line',
    silent: true,
    z: 3,
    shape: { x1, y1, x2, y2 },
    style: { stroke: theme.line, lineWidth: 1 },
  });
  const rules = Array.from({ length: layers }, (_, layer) => layer * heads * cell).flatMap((at) => [
    line(LEFT + at, TOP, LEFT + at, bottom),
    line(LEFT, TOP + at, LEFT + side, TOP + at),
  ]);
  return {
    title: `What reaches ${KIND_WORDS[of]}`,
    width,
    height: bottom + 14 + COLOUR_BAR_HEIGHT + MARGIN,
    note: `Rows write, columns read. Random matrices of this shape: ${formatValue(mean)}, sd ${formatValue(sd)} of single pairs.`,
    caption: captionOfWeights(source),
    option: {
      animation: false,
      graphic: [
        {
          type: 'image',
          silent: true,
          style: {
            image: matrixImage(excess, places, cell, scale, theme),
            x: LEFT,
            y: TOP,
            width: side,
            height: side,
          },
        },
        ...rules,
        ...labels,
        text(4, 9, 'writes ↓', { align: 'left', fontFamily: TEXT_FONT }),
        text(LEFT + side, 9, 'reads →', { align: 'right', fontFamily: TEXT_FONT }),
        ...colourBar(scale, { left: LEFT, top: bottom + 12, width: Math.min(240, width - LEFT) }, theme),
      ],
    },
    markAt(x, y) {
      const [column, row] = [Math.floor((x - LEFT) / cell), Math.floor((y - TOP) / cell)];
      const isInside = column >= 0 && row >= 0 && column < places && row < places;
      return isInside ? { seriesIndex: 0, dataIndex: row * places + column } : null;
    },
    hint(_, index) {
      const [from, to] = [Math.floor(index / places), heads + (index % places)];
      const place = placeOf(from, to - heads);
      const value = (kind: CompositionKind) =>
        formatValue(orNull(tensorOf(result, `circuits.${version}.composition_${kind}`).data[place]));
      const name = (at: number) => `L${Math.floor(at / heads)}H${at % heads}`;
      if (orNull(data[place]) === null) return null;
      return {
        title: `${name(from)} to ${name(to)}`,
        rows: [
          ...COMPOSITION_KINDS.map((kind) => ({ label: KIND_WORDS[kind], value: value(kind) })),
          { label: 'random', value: formatValue(mean) },
        ],
      };
    },
  };
}

function shownVersion(result: NamedTensors, wanted: WeightVersion | undefined): WeightVersion {
  return wanted !== undefined && versionsOf(result).includes(wanted) ? wanted : mainVersion(result);
}

function csv({ result, of, weights }: CompositionMatrixData): string {
  return csvText([
    ['from_layer', 'from_head', 'to_layer', 'to_head', 'score', 'excess'],
    ...Array.from(edgesOf(result, shownVersion(result, weights), [of]), ({ from, to, score, excess }) => [
      from.layer,
      from.head,
      to.layer,
      to.head,
      score,
      excess,
    ]),
  ]);
}
