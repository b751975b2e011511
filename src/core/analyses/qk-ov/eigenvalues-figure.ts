/** The eigenvalues of a head's circuit in the plane: to the right of the middle line they are positive. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound, formatValue } from '../../figures/figure.ts';
import { pixelPlane } from '../../figures/point-cloud.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import { type FigureTheme, TEXT_FONT } from '../../figures/theme.ts';
import { captionOfWeights } from '../circuits/caption.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';
import { type Circuit, CIRCUITS, eigenShares, mainVersion, sizesOf } from './result.ts';

const schema = z
  .object({
    kind: z.literal('qk-ov-eigenvalues'),
    analysisId,
    layer,
    head,
    circuit: z.enum(CIRCUITS).default('ov').describe('the circuit: OV or QK'),
  })
  .describe('eigenvalues of a circuit of one head in the plane');

export interface EigenvaluesData extends HeadPlace {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly circuit: Circuit;
}

export const qkOvEigenvalues = { schema, draw, csv } satisfies FigureDrawing<typeof schema, EigenvaluesData>;

interface Eigenvalue {
  readonly real: number;
  readonly imaginary: number;
}

/** px */
const SIDE = 220;
const MARGIN = 14;
const RADIUS = 3;
const FONT_SIZE = 11;

/** Of a circuit of one head; empty where single ones were not kept. */
export function eigenvaluesOf(
  result: NamedTensors,
  circuit: Circuit,
  { layer: row, head: column }: HeadPlace,
): Eigenvalue[] {
  const tensor = result.get(`circuits.${mainVersion(result)}.${circuit}_eigenvalues`);
  if (tensor === undefined) return [];
  const count = tensor.shape[2] ?? 0;
  const from = (row * sizesOf(result).heads + column) * count;
  return Array.from({ length: count }, (_, at) => ({
    real: tensor.data[2 * (from + at)] ?? Number.NaN,
    imaginary: tensor.data[2 * (from + at) + 1] ?? Number.NaN,
  })).filter(({ real }) => !Number.isNaN(real));
}

/** Of very different sizes: drawn by the root of their modulus, in their direction. */
function draw({ source, result, circuit, ...place }: EigenvaluesData, theme: FigureTheme): Figure {
  const values = eigenvaluesOf(result, circuit, place);
  const most = Math.max(1e-12, ...values.map(modulusOf));
  const shares = eigenShares(result, circuit, place);
  const half = SIDE / 2;
  const placeOf = (value: Eigenvalue): [number, number] => {
    const modulus = modulusOf(value);
    const scale = modulus === 0 ? 0 : ((half - MARGIN) * Math.sqrt(modulus / most)) / modulus;
    return [half + scale * value.real, half - scale * value.imaginary];
  };
  const line = (x1: number, y1: number, x2: number, y2: number): object => ({
    type: 'line',
    silent: true,
    shape: { x1, y1, x2, y2 },
    style: { stroke: theme.line, lineWidth: 1 },
  });
  return {
    title: `Eigenvalues: L${place.layer} H${place.head}, ${circuit.toUpperCase()}`,
    width: SIDE,
    height: SIDE,
    note: `Sum over moduli ${formatValue(shares?.score ?? null)}; ${percent(shares?.positive ?? null)} of them positive; the largest modulus ${formatBound(most)}. Distance from the middle: root of the modulus.`,
    caption: captionOfWeights(source),
    option: {
      animation: false,
      ...pixelPlane({ width: SIDE, height: SIDE }),
      series: [
        {
          type: 'scatter',
          emphasis: { disabled: true },
          symbolSize: 2 * RADIUS,
          data: values.map((value) => ({
            value: placeOf(value),
            itemStyle:
              value.real > 0
                ? { color: theme.text }
                : { color: theme.background, borderColor: theme.text, borderWidth: 1 },
          })),
        },
      ],
      graphic: [
        {
          type: 'circle',
          silent: true,
          shape: { cx: half, cy: half, r: half - MARGIN },
          style: { fill: 'none', stroke: theme.line },
        },
        line(half, 0, half, SIDE),
        line(0, half, SIDE, half),
        {
          type: 'text',
          silent: true,
          x: SIDE - 2,
          y: SIDE - 8,
          style: {
            text: 'positive →',
            align: 'right',
            verticalAlign: 'middle',
            fill: theme.muted,
            fontFamily: TEXT_FONT,
            fontSize: FONT_SIZE,
          },
        },
      ],
    },
    hint(series, index) {
      const value = series === 0 ? values[index] : undefined;
      if (value === undefined) return null;
      return {
        title: `Eigenvalue ${index + 1} of ${values.length}`,
        rows: [
          { label: 'real part', value: formatValue(value.real) },
          { label: 'imaginary part', value: formatValue(value.imaginary) },
          { label: 'modulus', value: formatValue(modulusOf(value)) },
        ],
      };
    },
  };
}

function modulusOf({ real, imaginary }: Eigenvalue): number {
  return Math.hypot(real, imaginary);
}

function percent(share: number | null): string {
  return share === null ? 'undefined' : `${Math.round(100 * share)} %`;
}

function csv({ result, circuit, ...place }: EigenvaluesData): string {
  return csvText([
    ['real', 'imaginary'],
    ...eigenvaluesOf(result, circuit, place).map(({ real, imaginary }) => [real, imaginary]),
  ]);
}
