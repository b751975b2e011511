import { figureDrawings } from '../../figures/figure-drawing.ts';
import { livePatchMap } from './live-map.ts';
import { patchingMap } from './map-figure.ts';
import { pairPatchMap } from './pair-map.ts';
import { patchingRanking } from './ranking-figure.ts';

export const PATCHING_FIGURES = figureDrawings({
  'patching-map': patchingMap,
  'patching-ranking': patchingRanking,
  'patching-pair': pairPatchMap,
  'pair-restored': livePatchMap,
});
