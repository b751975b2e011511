/** What ways of laying points out on a plane are called, and how faithful one of a head is. */
import { formatValue } from '../../figures/figure.ts';
import { scaleWords } from './map-figure.ts';
import type { LaidOutHead } from './points.ts';
import { faithfulWords } from './words.ts';

export type LayoutName = 'pca' | 't-sne' | 'umap';

export const LAYOUT_WORDS: Readonly<Record<LayoutName, string>> = {
  pca: 'PCA',
  't-sne': 't-SNE',
  umap: 'UMAP',
};

/** That of an analysis; '' where it laid nothing out. */
export function layoutOf(options: Readonly<Record<string, unknown>>): string {
  const name = options['projection'];
  return typeof name === 'string' && Object.hasOwn(LAYOUT_WORDS, name)
    ? LAYOUT_WORDS[name as LayoutName]
    : '';
}

/** 'PCA at c = 1.2: distances here go with q·k at a rank correlation of 0.43, 0.45 before the layout; trustworthiness 0.812.' */
export function layoutWords(
  layout: string,
  { scale, spearmanBefore, spearmanAfter, trustworthiness }: LaidOutHead,
): string {
  const before = spearmanBefore === null ? null : -spearmanBefore;
  return `${layout} at ${scaleWords(scale)}: ${faithfulWords(spearmanAfter)}, ${formatValue(before)} before the layout; trustworthiness ${formatValue(trustworthiness)}.`;
}
