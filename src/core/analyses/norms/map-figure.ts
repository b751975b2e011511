/** Layers x heads: how far weights and norms put the cells of a text in the same order. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { formatShare } from '../induction/words.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { captionOfNorms, type NormsSource } from './caption.ts';
import { LARGEST_Q, type NormsHead, normsHeads, type NormsVerdict } from './heads.ts';

const schema = z
  .object({
    kind: z.literal('norms-map'),
    analysisId,
    /** Outlined. */
    layer: layer.optional(),
    head: head.optional(),
  })
  .describe('layers x heads of a norms analysis: rank correlation of weights and norms');

export interface NormsMapData {
  readonly source: NormsSource;
  readonly result: NamedTensors;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
}

export const normsMap = { schema, draw, csv } satisfies FigureDrawing<typeof schema, NormsMapData>;

const LOOKS = {
  disagree: 'called',
  undecided: 'hatched',
  agree: 'full',
  untested: 'full',
} as const satisfies Record<NormsVerdict, string>;

export const VERDICT_WORDS: Readonly<Record<NormsVerdict, string>> = {
  disagree: 'disagree',
  undecided: 'undecided',
  agree: 'agree',
  untested: 'not tested',
};

function draw({ source, result, layer, head }: NormsMapData, theme: FigureTheme): Figure {
  const heads = normsHeads(result);
  const layers = 1 + Math.max(-1, ...heads.map((one) => one.layer));
  const below = formatValue(scalarOf(result, 'below'));
  return headGrid(
    {
      title: 'Weights and norms',
      cells: Array.from({ length: layers }, (_, at) =>
        heads
          .filter((one) => one.layer === at)
          .map((one) => ({ value: one.correlation.mean, look: LOOKS[one.verdict], hint: hintOf(one) })),
      ),
      scale: { kind: 'diverging', domain: [-1, 1], unit: '' },
      selected: layer === undefined || head === undefined ? null : { layer, head },
      note: `Rank correlation of a head’s weights with the lengths of what it moves. Outlined: the whole 95 % interval lies below ${below}, and q is at most ${LARGEST_Q}; hatched: undecided.`,
      caption: captionOfNorms(source),
    },
    theme,
  );
}

function hintOf({ layer, head, correlation, verdict, n, q }: NormsHead) {
  return {
    title: `L${layer} H${head}`,
    rows: [
      { label: 'correlation', value: formatShare(correlation) },
      { label: 'weights and norms', value: VERDICT_WORDS[verdict] },
      { label: 'q', value: formatValue(q) },
      { label: 'texts', value: String(n) },
    ],
  };
}

function csv({ result }: NormsMapData): string {
  return csvText([
    ['layer', 'head', 'correlation', 'ci_low', 'ci_high', 'q', 'verdict'],
    ...normsHeads(result).map(({ layer, head, correlation: { mean, low, high }, q, verdict }) => [
      layer,
      head,
      mean,
      low,
      high,
      q,
      verdict,
    ]),
  ]);
}
