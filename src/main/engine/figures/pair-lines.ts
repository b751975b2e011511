import { headsOver } from '../../../core/figures/heads-over.ts';
import { pairLinesFigure } from '../../../core/figures/kinds/pair-lines.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairLines = figureOfRun(pairLinesFigure, async ({ pairs }, { source }, spec) => {
  const at = { ...spec, role: roleOf(spec) };
  const detail = await pairs.detail(at);
  if (spec.over === 'layer' && spec.also.length > 0)
    throw new PairlensError('BAD_REQUEST', 'heads are drawn over a head, not over the mean of their layer');
  const patternOf = async (head: number) => {
    const pattern = (await pairs.mapTensors({ ...at, head, values: 'centred' })).get(`pattern_${spec.side}`);
    if (pattern === undefined) throw new PairlensError('INTERNAL', `no pattern of the ${spec.side} was made`);
    return { head, values: pattern.data };
  };
  const [, ...others] = headsOver(spec);
  const { values } = await patternOf(spec.head);
  return {
    ...spec,
    source,
    detail,
    values,
    also: await Promise.all(others.map(({ head }) => patternOf(head))),
  };
});
