import { largestOf, mapValues, pairMapFigure } from '../../../core/figures/kinds/pair-map.ts';
import { VALUE_MAPS, valueKindOf } from '../../../core/figures/pair-maps.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairMap = figureOfRun(pairMapFigure, async ({ pairs }, { source }, spec) => {
  const at = { ...spec, role: roleOf(spec) };
  const detail = await pairs.detail(at);
  const kind = valueKindOf(spec.map) ?? 'centred';
  if (spec.over === 'layer' && valueKindOf(spec.map) !== null)
    throw new PairlensError(
      'BAD_REQUEST',
      `${spec.map} is of one head: the mean over a layer is of patterns`,
    );
  const tensors = await pairs.mapTensors({ ...at, values: kind });
  const valuesOf = (map: typeof spec.map) => {
    const tensor = tensors.get(map);
    if (tensor === undefined) throw new PairlensError('INTERNAL', `no map ${map} was made`);
    return tensor.data;
  };
  const largest = spec.over === 'layer' ? undefined : largestOf(VALUE_MAPS[kind].map(valuesOf));
  const values = mapValues(detail, spec.map, spec.view, valuesOf);
  return { ...spec, source, detail, values, largest };
});
