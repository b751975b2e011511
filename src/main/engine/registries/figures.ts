/**
 * Every kind of figure with the half of it that finds the data; a kind of core/registries/figures.ts that is missing here
 * does not compile. Kinds that analyses bring along are spread into it.
 */
import type { FigureDataOf, FigureKindName, FigureSpecOf } from '../../../core/registries/figures.ts';
import { ATTRIBUTION_FIGURE_KINDS } from '../analyses/attribution/attribution-figures.ts';
import { BIGRAMS_FIGURE_KINDS } from '../analyses/bigrams/bigrams-figures.ts';
import { COMPOSITION_FIGURE_KINDS } from '../analyses/composition/composition-figures.ts';
import { HEAD_FIGURE_KINDS } from '../analyses/head-figures.ts';
import { EFFECTS_FIGURE_KINDS } from '../analyses/effects/effects-figures.ts';
import { INDUCTION_FIGURE_KINDS } from '../analyses/induction/induction-figures.ts';
import { LENS_FIGURE_KINDS } from '../analyses/lens/lens-figures.ts';
import { NEGATION_FIGURE_KINDS } from '../analyses/negation/negation-figures.ts';
import { PATCHING_FIGURE_KINDS } from '../analyses/patching/patching-figures.ts';
import { PATTERNS_FIGURE_KINDS } from '../analyses/patterns/patterns-figures.ts';
import { PATH_PATCHING_FIGURE_KINDS } from '../analyses/path-patching/path-patching-figures.ts';
import { QK_OV_FIGURE_KINDS } from '../analyses/qk-ov/qk-ov-figures.ts';
import { QUERY_KEY_FIGURE_KINDS } from '../analyses/query-key/query-key-figures.ts';
import { NEURONS_FIGURE_KINDS } from '../analyses/neurons/neurons-figures.ts';
import { NORMS_FIGURE_KINDS } from '../analyses/norms/norms-figures.ts';
import { balance } from '../figures/balance.ts';
import { distribution } from '../figures/distribution.ts';
import type { FigureKind } from '../figures/figure-kind.ts';
import { headGrid } from '../figures/head-grid.ts';
import { headRanking } from '../figures/head-ranking.ts';
import { headScatter } from '../figures/head-scatter.ts';
import { layerBoxes } from '../figures/layer-boxes.ts';
import { pairHeads } from '../figures/pair-heads.ts';
import { pairLines } from '../figures/pair-lines.ts';
import { pairMap } from '../figures/pair-map.ts';
import { pairText } from '../figures/pair-text.ts';
import { RUNS_FIGURE_KINDS } from '../figures/runs-figures.ts';
import { pairSmallMaps } from '../figures/pair-small-maps.ts';
import { PROBE_FIGURE_KINDS } from '../figures/probe-figures.ts';
import { resultsHistograms } from '../figures/results-histograms.ts';
import { statementLengths } from '../figures/statement-lengths.ts';
import { soFar } from '../figures/so-far-map.ts';

export const FIGURE_KINDS: {
  readonly [Kind in FigureKindName]: FigureKind<FigureSpecOf<Kind>, FigureDataOf<Kind>>;
} = {
  'head-grid': headGrid,
  'head-ranking': headRanking,
  'head-scatter': headScatter,
  'layer-boxes': layerBoxes,
  'so-far-map': soFar,
  balance,
  'pair-map': pairMap,
  'pair-text': pairText,
  'pair-lines': pairLines,
  'pair-heads': pairHeads,
  'pair-small-maps': pairSmallMaps,
  ...PROBE_FIGURE_KINDS,
  distribution,
  'results-histograms': resultsHistograms,
  'statement-lengths': statementLengths,
  ...RUNS_FIGURE_KINDS,
  ...HEAD_FIGURE_KINDS,
  ...INDUCTION_FIGURE_KINDS,
  ...NEGATION_FIGURE_KINDS,
  ...PATTERNS_FIGURE_KINDS,
  ...QUERY_KEY_FIGURE_KINDS,
  ...NORMS_FIGURE_KINDS,
  ...PATCHING_FIGURE_KINDS,
  ...EFFECTS_FIGURE_KINDS,
  ...PATH_PATCHING_FIGURE_KINDS,
  ...ATTRIBUTION_FIGURE_KINDS,
  ...LENS_FIGURE_KINDS,
  ...BIGRAMS_FIGURE_KINDS,
  ...QK_OV_FIGURE_KINDS,
  ...COMPOSITION_FIGURE_KINDS,
  ...NEURONS_FIGURE_KINDS,
};
