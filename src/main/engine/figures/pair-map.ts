import { pairMapFigure } from '../../../core/figures/kinds/pair-map.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairMap = figureOfRun(pairMapFigure, async ({ pairs }, { source }, spec) => {
  const at = { ...spec, role: roleOf(spec) };
  const detail = await pairs.detail(at);
  const tensor = (await pairs.mapTensors(at)).get(spec.map);
  if (tensor === undefined) throw new PairlensError('INTERNAL', `no map ${spec.map} was made`);
  return { ...spec, source, detail, values: tensor.data };
});
