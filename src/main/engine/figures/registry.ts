/**
 * Every kind of figure with the half of it that finds the data; a kind of core/figures/registry.ts that is missing here
 * does not compile. Kinds that analyses bring along are spread into it.
 */
import type { FigureDataOf, FigureKindName, FigureSpecOf } from '../../../core/figures/registry.ts';
import { distribution } from './distribution.ts';
import type { FigureKind } from './figure-kind.ts';
import { headGrid } from './head-grid.ts';
import { pairHeads } from './pair-heads.ts';
import { pairMap } from './pair-map.ts';

export const FIGURE_KINDS: {
  readonly [Kind in FigureKindName]: FigureKind<FigureSpecOf<Kind>, FigureDataOf<Kind>>;
} = {
  'head-grid': headGrid,
  'pair-map': pairMap,
  'pair-heads': pairHeads,
  distribution,
};
