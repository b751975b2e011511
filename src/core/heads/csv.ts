/** The catalogue of heads as CSV: a row for each head, all that is known of it in columns. */
import { type CsvField, csvText } from '../csv.ts';
import { type HeadNumbers, numberAt } from '../analyses/of-heads.ts';
import { callsOfHead, type HeadCatalogue, type HeadColumn } from './catalogue.ts';

/**
 * `model`, `layer`, `head`, `called` (names, '; ' between them), then for each quantity its mean with `_low` and `_high`; where
 * it has them `_control`, `_difference`, `_unseen` (each with its ends), `_q` and `_outcome`. Rows of several models have the columns of
 * all; what a model lacks is empty.
 */
export function headsCsv(catalogues: readonly HeadCatalogue[]): string {
  const parts = catalogues.flatMap(({ columns }) => columns.flatMap(partsOf));
  const names = [...new Set(parts.map(({ name }) => name))];
  return csvText([
    ['model', 'layer', 'head', 'called', ...names],
    ...catalogues.flatMap((catalogue) => {
      const own = new Map(catalogue.columns.flatMap(partsOf).map(({ name, cell }) => [name, cell]));
      const { name, layers, heads } = catalogue.model;
      return Array.from({ length: layers * heads }, (_, place): CsvField[] => {
        const at = { layer: Math.floor(place / heads), head: place % heads };
        const called = callsOfHead(catalogue, at).filter(({ outcome }) => outcome === 'called');
        return [
          name,
          at.layer,
          at.head,
          [...new Set(called.map(({ as }) => as))].join('; '),
          ...names.map((column) => own.get(column)?.(place) ?? null),
        ];
      });
    }),
  ]);
}

interface CsvPart {
  readonly name: string;
  readonly cell: (place: number) => CsvField;
}

function partsOf({ key, quantity }: HeadColumn): CsvPart[] {
  const { control, difference, unseen, q, called } = quantity;
  return [
    ...threeOf(key, quantity),
    ...(control === undefined ? [] : threeOf(`${key}_control`, control)),
    ...(difference === undefined ? [] : threeOf(`${key}_difference`, difference)),
    ...(unseen === undefined ? [] : threeOf(`${key}_unseen`, unseen)),
    ...(q === undefined
      ? []
      : [
          {
            name: `${key}_q`,
            cell: (place: number) => numberAt({ values: q, low: null, high: null }, place).mean,
          },
        ]),
    ...(called === undefined
      ? []
      : [{ name: `${key}_outcome`, cell: (place: number) => called.outcomes[place] ?? null }]),
  ];
}

function threeOf(name: string, numbers: HeadNumbers): CsvPart[] {
  return [
    { name, cell: (place) => numberAt(numbers, place).mean },
    { name: `${name}_low`, cell: (place) => numberAt(numbers, place).low },
    { name: `${name}_high`, cell: (place) => numberAt(numbers, place).high },
  ];
}
