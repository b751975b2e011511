/** Layers x heads of one pair that is patched live. */
import { fittedDomain } from '../../figures/colour-scale.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { PATCH_DIRECTIONS, type PatchDirection } from './hooks.ts';

export interface LiveMapData {
  /** Shares of the way, [layers][heads]; null: undefined. */
  readonly shares: Readonly<Record<PatchDirection, readonly (readonly (number | null)[])[]>>;
  readonly direction: PatchDirection;
  readonly title: string;
  readonly plotWidth?: number | undefined;
}

/** Both directions have one scale. */
export function livePatchMap(
  { shares, direction, title, plotWidth }: LiveMapData,
  theme: FigureTheme,
): Figure {
  const values = PATCH_DIRECTIONS.flatMap((each) => shares[each].flat()).filter((value) => value !== null);
  return headGrid(
    {
      title,
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
      note: '',
      caption: '',
    },
    theme,
  );
}
