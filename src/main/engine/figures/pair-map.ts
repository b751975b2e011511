import { pairMapFigure } from '../../../core/figures/kinds/pair-map.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun } from './figure-kind.ts';

export const pairMap = figureOfRun(pairMapFigure, async ({ pairs }, { source }, spec) => {
  const detail = await pairs.detail(spec);
  const tensor = (await pairs.mapTensors(spec)).get(spec.map);
  if (tensor === undefined) throw new PairlensError('INTERNAL', `no map ${spec.map} was made`);
  return { ...spec, source, detail, values: tensor.data };
});
