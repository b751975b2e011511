import { pairHeadsFigure } from '../../../core/figures/kinds/pair-heads.ts';
import { figureOfRun } from './figure-kind.ts';

export const pairHeads = figureOfRun(pairHeadsFigure, async ({ pairs }, { source }, spec) => ({
  ...spec,
  source,
  detail: await pairs.detail(spec),
}));
