/**
 * Heads by layer with an edge for each pair that composes more than a threshold: wider for more, solid where path patching
 * confirms it, dashed where nothing has.
 */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { ArcShape } from '../../figures/attention-arcs.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { COMPOSITION_KINDS, type CompositionKind } from '../circuits/composition.ts';
import { WEIGHT_VERSIONS, type WeightVersion } from '../circuits/head-matrices.ts';
import { captionOfWeights } from '../circuits/caption.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { type Confirmed, isConfirmed } from './confirmed.ts';
import {
  baselineOf,
  type CompositionEdge,
  edgesOf,
  headName,
  mainVersion,
  sizesOf,
  strongest,
  versionsOf,
} from './edges.ts';
import { CLEARLY_ABOVE, KIND_WORDS } from './words.ts';

/** Edges that are shown unless a threshold is chosen, at most. */
const SHOWN_AT_FIRST = 24;
/** More than that is no graph any more. */
export const MOST_EDGES = 400;

const schema = z
  .object({
    kind: z.literal('composition-graph'),
    analysisId,
    of: z
      .enum(['all', ...COMPOSITION_KINDS])
      .default('all')
      .describe('what the later head reads with: q, k, v, or all'),
    threshold: z
      .number()
      .min(0)
      .max(10)
      .optional()
      .describe(
        `the smallest score that is drawn; the ${SHOWN_AT_FIRST} strongest that are clearly above random without it`,
      ),
    weights: z
      .enum(WEIGHT_VERSIONS)
      .optional()
      .describe('as they are, or with the normalisation folded in, where there is one'),
    paths: analysisId
      .optional()
      .describe('the number of a path patching of the same model: what it confirms is drawn solid'),
    plotWidth: plotPixels.optional().describe('px from left to right; by the number of heads without it'),
  })
  .describe('heads of a composition analysis as a graph');

export type GraphKinds = CompositionKind | 'all';

export interface CompositionGraphData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly of: GraphKinds;
  readonly threshold?: number | undefined;
  readonly weights?: WeightVersion | undefined;
  /** What path patching says of edges. Without it nothing is confirmed. */
  readonly confirmed?: Confirmed | undefined;
  /** px for it across. */
  readonly plotWidth?: number | undefined;
}

export const compositionGraph = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  CompositionGraphData
>;

const LAYER_HEIGHT = 88;
const LEFT = 40;
const TOP = 40;
const FOOT = 52;
/** px of a row of the legend. */
const LEGEND_ROW = 17;
const NARROWEST = 360;
const WIDEST_EDGE = 5;
const REACH = 6;
const FONT_SIZE = 11;

interface Curve {
  readonly edge: CompositionEdge;
  readonly shape: ArcShape;
}

/** Colours of the kinds, after Okabe and Ito; their letters stand in the legend and in hints, too. */
export const KIND_COLOURS: Readonly<Record<FigureTheme['name'], Readonly<Record<CompositionKind, string>>>> =
  {
    light: { q: '#0072b2', k: '#b8480a', v: '#007a57' },
    dark: { q: '#6db6ef', k: '#f0894f', v: '#3fc89d' },
  };

/** The smallest score that is drawn. */
export function thresholdOf(result: NamedTensors, of: GraphKinds, weights?: WeightVersion): number {
  const { mean, sd } = baselineOf(result);
  const top = strongest(edgesAmong(result, of, weights), SHOWN_AT_FIRST);
  return Math.max(mean + CLEARLY_ABOVE * sd, top.at(-1)?.score ?? 0);
}

function edgesAmong(result: NamedTensors, of: GraphKinds, weights?: WeightVersion) {
  const version =
    weights !== undefined && versionsOf(result).includes(weights) ? weights : mainVersion(result);
  return edgesOf(result, version, of === 'all' ? COMPOSITION_KINDS : [of]);
}

/** Those that are drawn, the strongest first. */
export function shownEdges({
  result,
  of,
  threshold,
  weights,
}: Pick<CompositionGraphData, 'result' | 'of' | 'threshold' | 'weights'>): CompositionEdge[] {
  const least = threshold ?? thresholdOf(result, of, weights);
  return strongest(edgesAmong(result, of, weights), Infinity).filter(({ score }) => (score ?? 0) >= least);
}

function draw(data: CompositionGraphData, theme: FigureTheme): Figure {
  const { source, result, confirmed, plotWidth, weights } = data;
  const { layers, heads } = sizesOf(result);
  const { mean, sd } = baselineOf(result);
  const all = shownEdges(data);
  const edges = all.slice(0, MOST_EDGES);
  const width = Math.max(NARROWEST, plotWidth ?? Math.min(900, LEFT + heads * 64 + 20));
  const height = TOP + (layers - 1) * LAYER_HEIGHT + 44 + FOOT;
  const pitch = (width - LEFT - 20) / heads;
  const place = ({ layer, head }: CompositionEdge['from']) => ({
    x: LEFT + (head + 0.5) * pitch,
    y: TOP + layer * LAYER_HEIGHT,
  });
  const half = Math.min(15, Math.max(5, pitch / 2 - 3));
  const curves = edges.map((edge): Curve => {
    const [from, to] = [place(edge.from), place(edge.to)];
    // Three edges of a pair of heads stand beside each other.
    const shift = (COMPOSITION_KINDS.indexOf(edge.kind) - 1) * Math.min(6, half / 2);
    const skipped = edge.to.layer - edge.from.layer - 1;
    const bend = skipped === 0 ? 0 : (to.x >= from.x ? 1 : -1) * (14 + 8 * skipped);
    return {
      edge,
      shape: {
        x1: from.x + shift,
        y1: from.y + 11,
        cpx1: from.x + shift + bend,
        cpy1: from.y + 11 + (to.y - from.y - 22) / 2,
        cpx2: to.x + shift + bend,
        cpy2: from.y + 11 + (to.y - from.y - 22) / 2,
        x2: to.x + shift,
        y2: to.y - 11,
      },
    };
  });
  const most = Math.max(...edges.map(({ excess }) => excess ?? 0), 1e-9);
  const colours = KIND_COLOURS[theme.name];
  const widthOf = ({ excess }: CompositionEdge) => Math.max(0.8, (WIDEST_EDGE * (excess ?? 0)) / most);
  const touched = new Set(edges.flatMap(({ from, to }) => [headName(from), headName(to)]));
  const text = (x: number, y: number, content: string, style: object): object => ({
    type: 'text',
    silent: true,
    z: 6,
    x,
    y,
    style: { text: content, fontSize: FONT_SIZE, verticalAlign: 'middle', ...style },
  });
  const count = (said: boolean | null) =>
    edges.filter((edge) => isConfirmed(confirmed, edge) === said).length;
  return {
    title: 'Composition of heads',
    width,
    height,
    note:
      `${all.length} edges of a score from ${formatValue(data.threshold ?? thresholdOf(result, data.of, weights))}; random matrices ${formatValue(mean)}, sd ${formatValue(sd)}. ` +
      (all.length > edges.length ? `The ${MOST_EDGES} strongest are drawn. ` : '') +
      (confirmed === undefined
        ? 'All are dashed: no path patching of this model has been run, so none is confirmed.'
        : `Solid: ${count(true)} that path patching confirms; dashed: ${count(null)} not measured and ${count(false)} not confirmed.`),
    caption: captionOfWeights(source),
    option: {
      animation: false,
      graphic: [
        ...curves.toReversed().map(({ edge, shape }) => ({
          type: 'bezierCurve',
          silent: true,
          z: 2,
          shape,
          style: {
            fill: 'none',
            stroke: colours[edge.kind],
            opacity: 0.85,
            lineWidth: widthOf(edge),
            ...(isConfirmed(confirmed, edge) !== true && { lineDash: [5, 4] }),
          },
        })),
        ...Array.from({ length: layers * heads }, (_, at) => {
          const own = { layer: Math.floor(at / heads), head: at % heads };
          const { x, y } = place(own);
          const isTouched = touched.has(headName(own));
          return [
            {
              type: 'rect',
              silent: true,
              z: 5,
              shape: { x: x - half, y: y - 10, width: 2 * half, height: 20, r: 4 },
              style: {
                fill: theme.background,
                stroke: isTouched ? theme.text : theme.line,
                lineWidth: isTouched ? 1.2 : 1,
              },
            },
            ...(half >= 9
              ? [
                  text(x, y, `H${own.head}`, {
                    align: 'center',
                    fontFamily: MONO_FONT,
                    fill: isTouched ? theme.text : theme.muted,
                  }),
                ]
              : []),
          ];
        }).flat(),
        ...Array.from({ length: layers }, (_, layer) =>
          text(LEFT - 14, TOP + layer * LAYER_HEIGHT, `L${layer}`, {
            align: 'right',
            fill: theme.muted,
            fontFamily: MONO_FONT,
          }),
        ),
        ...legend(data.of, height - FOOT + LEGEND_ROW, colours, theme, text),
        ...strokeLegend(edges, confirmed, height - FOOT + 2 * LEGEND_ROW, theme, text),
      ],
    },
    markAt(x, y) {
      let found: number | null = null;
      let least = REACH;
      curves.forEach(({ shape }, at) => {
        const distance = distanceTo(shape, x, y);
        if (distance >= least) return;
        least = distance;
        found = at;
      });
      return found === null ? null : { seriesIndex: 0, dataIndex: found };
    },
    hint(_, index) {
      const edge = edges[index];
      if (edge === undefined) return null;
      const { from, to, kind } = edge;
      const others = [...edgesAmong(result, 'all', weights)].filter(
        (one) => headName(one.from) === headName(from) && headName(one.to) === headName(to),
      );
      const said = isConfirmed(confirmed, edge);
      return {
        title: `${headName(from)} to the ${KIND_WORDS[kind]} of ${headName(to)}`,
        rows: [
          ...others.map((one) => ({ label: KIND_WORDS[one.kind], value: formatValue(one.score) })),
          { label: 'random', value: formatValue(mean) },
          {
            label: 'path patching',
            value: said === null ? 'not measured' : said ? 'confirms it' : 'does not confirm it',
          },
        ],
      };
    },
  };
}

function legend(
  of: GraphKinds,
  y: number,
  colours: Readonly<Record<CompositionKind, string>>,
  theme: FigureTheme,
  text: (x: number, y: number, content: string, style: object) => object,
): object[] {
  return (of === 'all' ? COMPOSITION_KINDS : [of]).flatMap((kind, at) => {
    const left = LEFT + at * 92;
    return [
      {
        type: 'line',
        silent: true,
        shape: { x1: left, y1: y, x2: left + 18, y2: y },
        style: { stroke: colours[kind], lineWidth: 3 },
      },
      text(left + 24, y, KIND_WORDS[kind], { align: 'left', fill: theme.muted, fontFamily: TEXT_FONT }),
    ];
  });
}

/** What a line that is drawn through, or in dashes, says of an edge; of those that are there. */
function strokeLegend(
  edges: readonly CompositionEdge[],
  confirmed: CompositionGraphData['confirmed'],
  y: number,
  theme: FigureTheme,
  text: (x: number, y: number, content: string, style: object) => object,
): object[] {
  const isSolid = (edge: CompositionEdge): boolean => isConfirmed(confirmed, edge) === true;
  const dashed = edges.filter((edge) => !isSolid(edge)).map((edge) => isConfirmed(confirmed, edge));
  const dashedWords = [
    ...(dashed.includes(false) ? ['not confirmed'] : []),
    ...(dashed.includes(null) ? ['not measured'] : []),
  ].join(', or ');
  const looks = [
    { words: 'solid: confirmed by path patching', dash: null, isThere: edges.some(isSolid) },
    {
      words: `dashed: ${dashedWords}`,
      dash: [5, 4],
      isThere: edges.some((edge) => !isSolid(edge)),
    },
  ].filter(({ isThere }) => isThere);
  return looks.flatMap(({ words, dash }, at) => {
    const left = LEFT + at * 232;
    return [
      {
        type: 'line',
        silent: true,
        shape: { x1: left, y1: y, x2: left + 18, y2: y },
        style: { stroke: theme.muted, lineWidth: 2, ...(dash !== null && { lineDash: dash }) },
      },
      text(left + 24, y, words, { align: 'left', fill: theme.muted, fontFamily: TEXT_FONT }),
    ];
  });
}

/** px from a point to a curve. */
function distanceTo(
  { x1, y1, cpx1, cpy1, cpx2, cpy2, x2, y2 }: Curve['shape'],
  x: number,
  y: number,
): number {
  let least = Infinity;
  for (let step = 0; step <= 32; step++) {
    const t = step / 32;
    const u = 1 - t;
    const weights = [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3] as const;
    const at = (a: number, b: number, c: number, d: number) =>
      weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d;
    least = Math.min(least, Math.hypot(at(x1, cpx1, cpx2, x2) - x, at(y1, cpy1, cpy2, y2) - y));
  }
  return least;
}

function csv(data: CompositionGraphData): string {
  return csvText([
    ['kind', 'from_layer', 'from_head', 'to_layer', 'to_head', 'score', 'excess', 'confirmed'],
    ...shownEdges(data).map((edge) => [
      edge.kind,
      edge.from.layer,
      edge.from.head,
      edge.to.layer,
      edge.to.head,
      edge.score,
      edge.excess,
      { true: 'yes', false: 'no', null: null }[`${isConfirmed(data.confirmed, edge)}`],
    ]),
  ]);
}
