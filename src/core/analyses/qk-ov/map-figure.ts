/** Layers x heads of the share of a circuit's eigenvalues that is positive. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { captionOfWeights } from '../circuits/caption.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { eigenShares, SHARES, type ShareName, sizesOf } from './result.ts';

export const SHARE_WORDS: Readonly<Record<ShareName, string>> = {
  ov: 'Copying: OV over tokens',
  qk: 'Matching: QK over tokens',
  ov_residual: 'OV of the stream',
};

const schema = z
  .object({
    kind: z.literal('qk-ov-map'),
    analysisId,
    quantity: z.enum(SHARES).default('ov').describe('the circuit whose eigenvalues are summed'),
    layer: layer.optional(),
    head: head.optional(),
  })
  .describe('layers x heads of the eigenvalues of a circuit');

export interface QkOvMapData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly quantity: ShareName;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
}

export const qkOvMap = { schema, draw, csv } satisfies FigureDrawing<typeof schema, QkOvMapData>;

function draw({ source, result, quantity, layer, head }: QkOvMapData, theme: FigureTheme): Figure {
  const { layers, heads } = sizesOf(result);
  return headGrid(
    {
      title: SHARE_WORDS[quantity],
      cells: Array.from({ length: layers }, (_, row) =>
        Array.from({ length: heads }, (__, column) => {
          const own = eigenShares(result, quantity, { layer: row, head: column });
          const value = own?.score ?? null;
          return {
            value,
            look: value === null ? ('dash' as const) : ('full' as const),
            hint: {
              title: `L${row} H${column}`,
              rows: [
                { label: 'sum over moduli', value: formatValue(value) },
                { label: 'positive', value: formatValue(own?.positive ?? null) },
              ],
            },
          };
        }),
      ),
      scale: { kind: 'diverging', domain: [-1, 1], unit: '' },
      selected: layer === undefined || head === undefined ? null : { layer, head },
      note: 'Sum of the eigenvalues over the sum of their moduli: 1 where a token raises itself, −1 where it lowers itself. Of the weights, without an interval.',
      caption: captionOfWeights(source),
    },
    theme,
  );
}

function csv({ result, quantity }: QkOvMapData): string {
  const { layers, heads } = sizesOf(result);
  return csvText([
    ['layer', 'head', quantity, 'positive_share'],
    ...Array.from({ length: layers * heads }, (_, at) => {
      const place = { layer: Math.floor(at / heads), head: at % heads };
      const own = eigenShares(result, quantity, place);
      return [place.layer, place.head, own?.score ?? null, own?.positive ?? null];
    }),
  ]);
}
