/** Layers x heads of one pair of a run that is patched live: what each head restores of it, or breaks. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { effectWords } from '../../effects/effect-words.ts';
import { type Effect, EFFECT_KINDS } from '../../effects/effects.ts';
import { fittedDomain } from '../../figures/colour-scale.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import { captionOf, type FigurePair, sentencesOf } from '../../figures/figure-pair.ts';
import { type Figure, type FigureSource, formatValue } from '../../figures/figure.ts';
import { headGrid, HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { compared, pairId, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { PATCH_DIRECTIONS, type PatchDirection } from './hooks.ts';

const schema = z
  .object({
    kind: z.literal('pair-restored'),
    runId,
    pairId,
    compared,
    effect: z
      .enum(['auto', ...EFFECT_KINDS])
      .default('auto')
      .describe('what is measured; auto: what suits the pair and the model'),
    direction: z
      .enum(PATCH_DIRECTIONS)
      .default('denoising')
      .describe('what heads restore (denoising), or break (noising)'),
    plotWidth: plotPixels.optional().describe('px that the cells of a layer take'),
  })
  .describe('layers x heads of what putting a head of one pair in restores');

export interface LiveMapData {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  /** Shares of the way, [layers][heads]; null: undefined. */
  readonly shares: Readonly<Record<PatchDirection, readonly (readonly (number | null)[])[]>> & {
    /** What was measured. */
    readonly effect: Pick<Effect, 'kind' | 'position' | 'pooling' | 'toward'>;
  };
  readonly direction: PatchDirection;
  readonly plotWidth?: number | undefined;
}

export const livePatchMap = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, LiveMapData>;

/** Both directions have one scale. */
function draw({ source, detail, shares, direction, plotWidth }: LiveMapData, theme: FigureTheme): Figure {
  const values = PATCH_DIRECTIONS.flatMap((each) => shares[each].flat()).filter((value) => value !== null);
  return headGrid(
    {
      title: `Heads by what they ${direction === 'denoising' ? 'restore' : 'break'}`,
      cells: shares[direction].map((row, layer) =>
        row.map((value, head) => ({
          value,
          look: 'full' as const,
          hint: {
            title: `L${layer} H${head}`,
            rows: [
              { label: 'restores', value: formatValue(shares.denoising[layer]?.[head] ?? null) },
              { label: 'breaks', value: formatValue(shares.noising[layer]?.[head] ?? null) },
            ],
          },
        })),
      ),
      scale: {
        kind: 'diverging',
        domain: values.length === 0 ? [-1, 1] : fittedDomain(values, 'diverging'),
        unit: '',
      },
      plotWidth,
      note: `Share of the way of the ${effectWords(shares.effect)}: 0 as it was, 1 as far as the other statement. Of one pair, without an interval.`,
      caption: captionOf(detail, source),
    },
    theme,
  );
}

function csv({ shares }: LiveMapData): string {
  return csvText([
    ['layer', 'head', 'restores', 'breaks'],
    ...shares.denoising.flatMap((row, layer) =>
      row.map((restores, head) => [layer, head, restores, shares.noising[layer]?.[head] ?? null]),
    ),
  ]);
}
