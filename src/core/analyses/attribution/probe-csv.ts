/** The numbers of what a prediction comes from. */
import { csvText } from '../../csv.ts';
import type { FigureToken } from '../../figures/figure-pair.ts';
import { partsOf } from './parts.ts';
import type { TextAttribution } from './text-attribution.ts';

/** A line for each part of the logit; then for each head, and for each token that it takes from, folded or not. */
export function probeAttributionCsv({
  source: { tokens },
  attribution,
}: {
  readonly source: { readonly tokens: readonly FigureToken[] };
  readonly attribution: TextAttribution;
}): string {
  const { heads, headsOfLayer, bySource, attention } = attribution;
  const n = tokens.length;
  return csvText([
    ['part', 'layer', 'head', 'position', 'token', 'logit', 'attention'],
    ...partsOf(attribution).map(({ name, value }) => [name, null, null, null, null, value, null]),
    ...Array.from(heads).flatMap((adds, place) => {
      const of = [Math.floor(place / headsOfLayer), place % headsOfLayer];
      return [
        ['head', ...of, null, null, adds, null],
        ...tokens.map(({ text }, at) => [
          'head by token',
          ...of,
          at,
          text,
          bySource[place * n + at] ?? null,
          attention[place * n + at] ?? null,
        ]),
      ];
    }),
  ]);
}
