/** One head's attention on the first sequence, or trial, that was drawn: the diagonal stripe of an induction head is seen in it. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { tokenHeatmap } from '../../figures/token-heatmap.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { captionOfInduction, type InductionSource } from './caption.ts';
import { byDifference, inductionHeads } from './heads.ts';

const schema = z
  .object({
    kind: z.literal('induction-trial'),
    analysisId,
    layer: layer.optional().describe('of the head; without, the one furthest from its control'),
    head: head.optional(),
  })
  .describe('attention of a head on one sequence of an induction analysis');

export interface InductionTrialData {
  readonly source: InductionSource;
  readonly result: NamedTensors;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  /** px that the cells together should take. */
  readonly plotSize?: number | undefined;
}

export const inductionTrial = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  InductionTrialData
>;

/** The same label, the same token: tokens of R are numbered in the order in which they first stand there. */
export function trialLabels(result: NamedTensors): string[] {
  const ids = result.get('induction.trial_ids')?.data ?? [];
  const length = scalarOf(result, 'induction.length') ?? 0;
  const isEncoder = result.has('induction.trial_masked');
  const masked = isEncoder ? scalarOf(result, 'induction.trial_masked') : null;
  const copy = Array.from(ids).slice(1, 1 + length);
  return Array.from(ids, (id, position) => {
    if (position === masked) return '[MASK]';
    if (position === 0) return isEncoder ? '[CLS]' : 'BOS';
    const place = copy.indexOf(id);
    return place < 0 ? '[SEP]' : `${place + 1}`;
  });
}

/** The head that is drawn, its pattern [query, key], and the labels of its tokens; no labels where none was kept. */
function trialOf({ result, layer, head }: InductionTrialData) {
  const [furthest] = byDifference(inductionHeads(result));
  const own = { layer: layer ?? furthest?.layer ?? 0, head: head ?? furthest?.head ?? 0 };
  const patterns = result.get('induction.trial_pattern');
  if (patterns === undefined) return { ...own, values: new Float64Array(), labels: [] };
  const [, heads = 0, tokens = 0] = patterns.shape;
  const size = tokens ** 2;
  const start = (own.layer * heads + own.head) * size;
  return { ...own, values: patterns.data.slice(start, start + size), labels: trialLabels(result) };
}

function draw(data: InductionTrialData, theme: FigureTheme): Figure {
  const { layer, head, values, labels } = trialOf(data);
  const { source, result } = data;
  const masked = labels.indexOf('[MASK]');
  return tokenHeatmap(
    {
      title: `L${layer} H${head} on one ${source.isDecoder ? 'sequence' : 'trial'}`,
      quantity: 'attention',
      values,
      labels,
      causal: source.isDecoder,
      plotSize: data.plotSize,
      selectedRow: masked < 0 ? null : masked,
      note: noteOf(source, result.has('induction.trial_pattern')),
      caption: captionOfInduction(source),
    },
    theme,
  );
}

function noteOf({ isDecoder, length }: InductionSource, isKept: boolean): string {
  if (!isKept)
    return 'The attention of all heads on one sequence is too much to be kept at this length: choose a shorter one.';
  const numbers = 'The same number is the same token, said once and again.';
  return isDecoder
    ? `${numbers} An induction head has a stripe in the lower half, ${length - 1} back: from each token of the second copy to what followed it in the first.`
    : `${numbers} The outlined row is that of [MASK].`;
}

function csv(data: InductionTrialData): string {
  const { layer, head, values, labels } = trialOf(data);
  return csvText([
    ['layer', 'head', 'query', 'key', 'query_token', 'key_token', 'attention'],
    ...labels.flatMap((query, row) =>
      labels.map((key, column) => [
        layer,
        head,
        row,
        column,
        query,
        key,
        values[row * labels.length + column] ?? null,
      ]),
    ),
  ]);
}
