/** Layers x heads of one number of an induction result. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { captionOfInduction, type InductionSource } from './caption.ts';
import { type Estimate, type InductionHead, inductionHeads, LARGEST_Q } from './heads.ts';
import { formatEstimate } from './words.ts';

export const INDUCTION_QUANTITIES = [
  'score',
  'difference',
  'control',
  'previousToken',
  'duplicateToken',
] as const;
export type InductionQuantity = (typeof INDUCTION_QUANTITIES)[number];

export const QUANTITY_WORDS: Readonly<Record<InductionQuantity, string>> = {
  score: 'Attention to what followed the same token',
  difference: 'Score less its control',
  control: 'The same places, nothing repeated',
  previousToken: 'Attention to the previous token',
  duplicateToken: 'Attention to the same token before',
};

const schema = z
  .object({
    kind: z.literal('induction-map'),
    analysisId,
    quantity: z.enum(INDUCTION_QUANTITIES).default('score').describe('what is drawn of each head'),
    /** Outlined. */
    layer: layer.optional(),
    head: head.optional(),
  })
  .describe('layers x heads of an induction analysis');

export interface InductionMapData {
  readonly source: InductionSource;
  readonly quantity: InductionQuantity;
  readonly result: NamedTensors;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
}

export const inductionMap = { schema, draw, csv } satisfies FigureDrawing<typeof schema, InductionMapData>;

function draw({ source, quantity, result, layer, head }: InductionMapData, theme: FigureTheme): Figure {
  const heads = inductionHeads(result);
  const layers = 1 + Math.max(-1, ...heads.map((one) => one.layer));
  // An interval that crosses the margin says neither yes nor no; of other quantities there is no verdict.
  const isUndecided = ({ verdict }: InductionHead) => hasVerdict(quantity) && verdict === 'undecided';
  return headGrid(
    {
      title: QUANTITY_WORDS[quantity],
      cells: Array.from({ length: layers }, (_, at) =>
        heads
          .filter((one) => one.layer === at)
          .map((one) => ({
            value: one[quantity].mean,
            look: isUndecided(one) ? 'hatched' : 'full',
            hint: hintOf(one),
          })),
      ),
      scale:
        quantity === 'difference'
          ? { kind: 'diverging', domain: [-1, 1], unit: '' }
          : { kind: 'sequential', domain: [0, 1], unit: '' },
      selected: layer === undefined || head === undefined ? null : { layer, head },
      note: heads.some(isUndecided)
        ? `Hatched: undecided, the 95 % interval of score less control does not lie on one side of the margin of ${formatValue(scalarOf(result, 'margin'))}, or q is above ${LARGEST_Q}.`
        : '',
      caption: captionOfInduction(source),
    },
    theme,
  );
}

function hasVerdict(quantity: InductionQuantity): boolean {
  return quantity === 'score' || quantity === 'difference';
}

function hintOf({
  layer,
  head,
  score,
  control,
  difference,
  previousToken,
  duplicateToken,
  q,
}: InductionHead) {
  const row = (label: string, estimate: Estimate) => ({ label, value: formatEstimate(estimate) });
  return {
    title: `L${layer} H${head}`,
    rows: [
      row('score', score),
      row('control', control),
      row('difference', difference),
      { label: 'q', value: formatValue(q) },
      row('previous token', previousToken),
      row('same token before', duplicateToken),
    ],
  };
}

function csv({ quantity, result }: InductionMapData): string {
  return csvText([
    ['layer', 'head', quantity, `${quantity}_low`, `${quantity}_high`],
    ...inductionHeads(result).map(({ layer, head, [quantity]: { mean, low, high } }) => [
      layer,
      head,
      mean,
      low,
      high,
    ]),
  ]);
}
