/** The figures of one pair: the maps of a head, and a metric over all heads. */
import { METRICS, type MetricName } from '../metrics/catalogue.ts';
import { buildAlignment } from '../pairs/align.ts';
import type { AlignmentUsed } from '../pairs/alignment.ts';
import { alignWords, spellWord, wordSpans } from '../pairs/words.ts';
import { fittedDomain, type ColourScale } from './colour-scale.ts';
import { captionOfPair, formatValue, pairNumber, type Figure, type FigureSource } from './figure.ts';
import { headGrid } from './head-grid.ts';
import type { FigureTheme } from './theme.ts';
import { tokenHeatmap, type TokenQuantity, type TokenHeatmap } from './token-heatmap.ts';
import { alignedLabels } from './token-labels.ts';

export interface FigureToken {
  readonly text: string;
  /** Index of its word; null for a special token. */
  readonly word: number | null;
}

/** A pair of a run, as far as figures need it. */
export interface FigurePair {
  readonly pair: { readonly position: number };
  readonly role: 'set' | 'control';
  readonly original: readonly FigureToken[];
  readonly counterfactual: readonly FigureToken[];
  readonly alignment: {
    readonly used: AlignmentUsed;
    readonly pairs: readonly (readonly [number, number])[];
  };
  /** [layers][heads] */
  readonly heads: readonly (readonly Readonly<Record<MetricName, number | null>>[])[];
  /** Smallest and largest value of each metric in the run: every pair of a run is coloured on the same scale. */
  readonly metricRanges: Readonly<Record<MetricName, readonly [number, number] | null>>;
}

export type FigureMap =
  | 'pattern_original'
  | 'pattern_counterfactual'
  | 'pattern_difference'
  | 'value_original'
  | 'value_counterfactual';

const MAPS: Readonly<
  Record<
    FigureMap,
    { title: string; quantity: TokenQuantity; side: 'original' | 'counterfactual' | 'aligned' }
  >
> = {
  pattern_original: { title: 'Attention · original', quantity: 'attention', side: 'original' },
  pattern_counterfactual: {
    title: 'Attention · counterfactual',
    quantity: 'attention',
    side: 'counterfactual',
  },
  pattern_difference: {
    title: 'Difference · aligned',
    quantity: 'difference',
    side: 'aligned',
  },
  value_original: { title: 'Value-weighted · original', quantity: 'cosine', side: 'original' },
  value_counterfactual: {
    title: 'Value-weighted · counterfactual',
    quantity: 'cosine',
    side: 'counterfactual',
  },
};

export interface PairMapFigure {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly layer: number;
  readonly head: number;
  readonly map: FigureMap;
  readonly view: 'tokens' | 'words';
  /** [n, n] row after row, as wide as the map's labels are many. */
  readonly values: ArrayLike<number>;
  readonly scale?: 'fixed' | 'fit';
  readonly plotSize?: number | undefined;
  readonly selectedRow?: number | null;
}

/** One map of one head. Throws RangeError when the values are not as many as the labels ask for. */
export function pairMapFigure(input: PairMapFigure, theme: FigureTheme): TokenHeatmap {
  const { title, quantity } = MAPS[input.map];
  const { detail } = input;
  return tokenHeatmap(
    {
      title: `${title} · L${input.layer} H${input.head}`,
      quantity,
      values: input.values,
      labels: mapLabels(detail, input.map, input.view),
      scale: input.scale ?? 'fixed',
      plotSize: input.plotSize,
      selectedRow: input.selectedRow ?? null,
      caption: captionOfPair(input.source, { position: detail.pair.position, role: detail.role }, [
        detail.original.length,
        detail.counterfactual.length,
      ]),
    },
    theme,
  );
}

/** What the rows and columns of a map are: tokens or words of its side, or the aligned ones of both. */
export function mapLabels(detail: FigurePair, map: FigureMap, view: 'tokens' | 'words'): string[] {
  const label = view === 'tokens' ? tokenLabels : wordLabels;
  const { side } = MAPS[map];
  if (side !== 'aligned') return label(detail[side]);
  return alignedLabels(label(detail.original), label(detail.counterfactual), {
    pairs: alignedPositions(detail, view),
  });
}

/** The name of a map, without the head it is of. */
export function mapTitle(map: FigureMap): string {
  return MAPS[map].title;
}

/** [m] [original, counterfactual]: the positions that are aligned, of tokens or of words. */
export function alignedPositions(
  detail: FigurePair,
  view: 'tokens' | 'words',
): readonly (readonly [number, number])[] {
  return view === 'tokens' ? detail.alignment.pairs : alignedWords(detail);
}

function tokenLabels(tokens: readonly FigureToken[]): string[] {
  return tokens.map(({ text }) => text);
}

/** The pieces of each word joined, without their marks and the space before. */
function wordLabels(tokens: readonly FigureToken[]): string[] {
  return wordSpans(tokens.map(({ word }) => word)).map(({ start, end }) => {
    const spelled = spellWord(tokens.slice(start, end).map(({ text }) => text));
    return spelled.trim() || spelled;
  });
}

function alignedWords(detail: FigurePair): [number, number][] {
  const { used, pairs } = detail.alignment;
  const aligned = alignWords(
    buildAlignment(used, pairs, detail.original.length, detail.counterfactual.length),
    detail.original.map(({ word }) => word),
    detail.counterfactual.map(({ word }) => word),
  );
  return Array.from(aligned.original, (i, s): [number, number] => [i, aligned.counterfactual[s] ?? 0]);
}

export interface PairHeadsFigure {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly metric: MetricName;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
  readonly plotWidth?: number | undefined;
}

/** A metric of one pair, for each head. */
export function pairHeadsFigure(input: PairHeadsFigure, theme: FigureTheme): Figure {
  const metric = METRICS[input.metric];
  const { detail } = input;
  const someUndefined = detail.heads.some((row) => row.some((values) => values[input.metric] === null));
  return headGrid(
    {
      title: `${metric.label} · pair ${pairNumber(detail.pair.position)}`,
      scale: pairScale(input.metric, detail),
      selected: input.selected ?? null,
      plotWidth: input.plotWidth,
      note: someUndefined ? `–: undefined, ${metric.undefinedWhen}.` : '',
      caption: captionOfPair(input.source, { position: detail.pair.position, role: detail.role }, [
        detail.original.length,
        detail.counterfactual.length,
      ]),
      cells: detail.heads.map((row, layer) =>
        row.map((values, head) => ({
          value: values[input.metric],
          dimmed: false,
          hint: {
            title: `L${layer} H${head}`,
            rows: [{ label: metric.label, value: formatValue(values[input.metric], metric.unit) }],
          },
        })),
      ),
    },
    theme,
  );
}

function pairScale(name: MetricName, detail: FigurePair): ColourScale {
  const metric = METRICS[name];
  const kind = metric.change === 'either' ? 'diverging' : 'sequential';
  return { kind, domain: fittedDomain(detail.metricRanges[name] ?? [], kind), unit: metric.unit };
}
