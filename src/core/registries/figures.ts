/**
 * Every kind of figure there is: those of the workbench, and those that kinds of analyses bring along, which are spread
 * into FIGURES (`...INDUCTION_FIGURES`). Contract, command line and engine derive what they know of figures from it.
 */
import type { z } from 'zod';
import { ATTRIBUTION_FIGURES } from '../analyses/attribution/figures.ts';
import { RUNS_FIGURES } from '../analyses/compared-runs/figures.ts';
import { BIGRAMS_FIGURES } from '../analyses/bigrams/figures.ts';
import { COMPOSITION_FIGURES } from '../analyses/composition/figures.ts';
import { HEAD_FIGURES } from '../analyses/head-figures/figures.ts';
import { EFFECTS_FIGURES } from '../analyses/effects/figures.ts';
import { INDUCTION_FIGURES } from '../analyses/induction/figures.ts';
import { LENS_FIGURES } from '../analyses/lens/figures.ts';
import { NEGATION_FIGURES } from '../analyses/negation/figures.ts';
import { PATTERNS_FIGURES } from '../analyses/patterns/figures.ts';
import { PATCHING_FIGURES } from '../analyses/patching/figures.ts';
import { PATH_PATCHING_FIGURES } from '../analyses/path-patching/figures.ts';
import { QK_OV_FIGURES } from '../analyses/qk-ov/figures.ts';
import { QUERY_KEY_FIGURES } from '../analyses/query-key/figures.ts';
import { NEURONS_FIGURES } from '../analyses/neurons/figures.ts';
import { NORMS_FIGURES } from '../analyses/norms/figures.ts';
import { STATISTICS_FIGURES } from '../analyses/statistics/figures.ts';
import { figureDrawings } from '../figures/figure-drawing.ts';
import { distributionFigure } from '../figures/kinds/distribution.ts';
import { pairHeadsFigure } from '../figures/kinds/pair-heads.ts';
import { pairLinesFigure } from '../figures/kinds/pair-lines.ts';
import { pairMapFigure } from '../figures/kinds/pair-map.ts';
import { pairTextFigure } from '../figures/kinds/pair-text.ts';
import { pairSmallMapsFigure } from '../figures/kinds/pair-small-maps.ts';
import { resultsHistogramsFigure } from '../figures/kinds/results-histograms.ts';
import { probeMapFigure } from '../figures/kinds/probe-map.ts';
import { probeSmallMapsFigure } from '../figures/kinds/probe-small-maps.ts';
import { probeTextFigure } from '../figures/kinds/probe-text.ts';
import { statementLengthsFigure } from '../figures/kinds/statement-lengths.ts';

const WORKBENCH_FIGURES = figureDrawings({
  'pair-map': pairMapFigure,
  'pair-text': pairTextFigure,
  'pair-lines': pairLinesFigure,
  'pair-heads': pairHeadsFigure,
  'pair-small-maps': pairSmallMapsFigure,
  'probe-map': probeMapFigure,
  'probe-small-maps': probeSmallMapsFigure,
  'probe-text': probeTextFigure,
  distribution: distributionFigure,
  'results-histograms': resultsHistogramsFigure,
  'statement-lengths': statementLengthsFigure,
});

export const FIGURES = {
  ...WORKBENCH_FIGURES,
  ...HEAD_FIGURES,
  ...STATISTICS_FIGURES,
  ...RUNS_FIGURES,
  ...INDUCTION_FIGURES,
  ...NEGATION_FIGURES,
  ...PATTERNS_FIGURES,
  ...QUERY_KEY_FIGURES,
  ...NORMS_FIGURES,
  ...PATCHING_FIGURES,
  ...EFFECTS_FIGURES,
  ...PATH_PATCHING_FIGURES,
  ...ATTRIBUTION_FIGURES,
  ...LENS_FIGURES,
  ...BIGRAMS_FIGURES,
  ...QK_OV_FIGURES,
  ...COMPOSITION_FIGURES,
  ...NEURONS_FIGURES,
};

export type FigureKindName = keyof typeof FIGURES;
/** What names a figure of this kind completely. */
export type FigureSpecOf<Kind extends FigureKindName> = z.output<(typeof FIGURES)[Kind]['schema']>;
/** What a figure of this kind is drawn from. */
export type FigureDataOf<Kind extends FigureKindName> = Parameters<(typeof FIGURES)[Kind]['draw']>[0];
export type FigureSpec = { [Kind in FigureKindName]: FigureSpecOf<Kind> }[FigureKindName];
