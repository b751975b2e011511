import { pairLinesFigure } from '../../../core/figures/kinds/pair-lines.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairLines = figureOfRun(pairLinesFigure, async ({ pairs }, { source }, spec) => {
  const at = { ...spec, role: roleOf(spec) };
  const detail = await pairs.detail(at);
  const pattern = (await pairs.mapTensors({ ...at, values: 'centred' })).get(`pattern_${spec.side}`);
  if (pattern === undefined) throw new PairlensError('INTERNAL', `no pattern of the ${spec.side} was made`);
  return { ...spec, source, detail, values: pattern.data };
});
