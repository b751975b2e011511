import { pairHeadsFigure } from '../../../core/figures/kinds/pair-heads.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const pairHeads = figureOfRun(pairHeadsFigure, async ({ pairs }, { source }, spec) => ({
  ...spec,
  source,
  detail: await pairs.detail({ ...spec, role: roleOf(spec) }),
}));
