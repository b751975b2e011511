import {
  pairSmallMapsFigure,
  smallMapCells,
  smallMapsLayout,
} from '../../../core/figures/kinds/pair-small-maps.ts';
import { mapAxis } from '../../../core/figures/kinds/map-axis.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairSmallMaps = figureOfRun(pairSmallMapsFigure, async ({ pairs }, { source }, spec) => {
  const of = { ...spec, role: roleOf(spec) };
  const detail = await pairs.detail(of);
  const counts = { layers: detail.heads.length, heads: detail.heads[0]?.length ?? 0 };
  const tokens = mapAxis(detail, spec.map === 'difference' ? 'both' : spec.map, spec.view).of;
  const most = spec.most ?? smallMapCells(tokens, smallMapsLayout(counts, spec).size);
  const { heads, means } = await pairs.smallMapTensors({ ...of, most });
  const [layers = 0, perLayer = 0, side = 0] = heads.shape;
  const values = { layers, heads: perLayer, side, maps: heads.data, means: means.data };
  return { ...spec, source, detail, values };
});
