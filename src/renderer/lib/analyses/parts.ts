/** Analyses have two rooms: what heads do, and what the model's prediction depends on, by its activations and its weights. */
import type { AnalysisKind } from '../../../core/registries/analysis-names.ts';

export type AnalysesPart = 'analyses' | 'circuits';

export const PART_TITLES: Readonly<Record<AnalysesPart, string>> = {
  analyses: 'Analyses',
  circuits: 'Circuits',
};

const OF_CIRCUITS: readonly AnalysisKind[] = [
  'ablation',
  'effects',
  'patching',
  'path-patching',
  'attribution',
  'lens',
  'neurons',
  'catalogue',
  'bigrams',
  'qk-ov',
  'composition',
];

/** The room that has analyses of a kind; a kind that is not known here is with the others that look at heads. */
export function partOf(kind: string): AnalysesPart {
  return OF_CIRCUITS.some((one) => one === kind) ? 'circuits' : 'analyses';
}
