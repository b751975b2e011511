import { pairSmallMapsFigure } from '../../../core/figures/kinds/pair-small-maps.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairSmallMaps = figureOfRun(pairSmallMapsFigure, async ({ pairs }, { source }, spec) => {
  const at = { ...spec, role: roleOf(spec) };
  const [detail, { heads, means }] = [await pairs.detail(at), await pairs.smallMapTensors(at)];
  const [layers = 0, perLayer = 0, side = 0] = heads.shape;
  const values = { layers, heads: perLayer, side, maps: heads.data, means: means.data };
  return { ...spec, source, detail, values };
});
