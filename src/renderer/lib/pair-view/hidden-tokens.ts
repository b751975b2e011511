/** The tokens of a pair that are hidden on request. */
import type { PairDetail, TokenView } from '../../../shared/entities.ts';
import { mapAxis } from '../../../core/figures/kinds/map-axis.ts';
import type { PairRoute } from './list-of-pair.ts';
import type { Side } from './token-focus.ts';

/** Of one statement, by their place in it. */
export function hiddenTokens(
  detail: PairDetail,
  view: TokenView,
  { side, hide }: { readonly side: Side; readonly hide: PairRoute['hide'] },
): ReadonlySet<number> {
  return new Set(mapAxis(detail, side, view, { hide }).hidden.map(({ index }) => index));
}

export const NOTHING_HIDDEN: Readonly<Record<Side, ReadonlySet<number>>> = {
  original: new Set(),
  counterfactual: new Set(),
};
