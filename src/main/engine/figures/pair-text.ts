import { mapPlaces } from '../../../core/figures/kinds/map-axis.ts';
import { pairTextFigure } from '../../../core/figures/kinds/pair-text.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairText = figureOfRun(pairTextFigure, async ({ pairs }, { source }, spec) => {
  const at = { ...spec, role: roleOf(spec) };
  const detail = await pairs.detail(at);
  const { token, side, view } = spec;
  const count = mapPlaces(detail, side, view).length;
  if (token !== undefined && token >= count)
    throw new PairlensError(
      'NOT_FOUND',
      `the ${side} has no ${view === 'words' ? 'word' : 'token'} ${token}: it has ${count}, counted from 0`,
      { side, token, count },
    );
  const maps = await pairs.mapTensors({ ...at, values: 'centred' });
  const pattern = (of: 'original' | 'counterfactual') => {
    const tensor = maps.get(`pattern_${of}`);
    if (tensor === undefined) throw new PairlensError('INTERNAL', `no pattern of the ${of} was made`);
    return tensor.data;
  };
  const patterns = { original: pattern('original'), counterfactual: pattern('counterfactual') };
  return { ...spec, source, detail, patterns };
});
