/** One pair of a patching: its effects at every cell. */
import { fittedDomain } from '../../figures/colour-scale.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import type { ResultMap } from './result.ts';

/** A longer token is cut, for columns have its name on top. */
const LONGEST_NAME = 12;

export interface PairMapData {
  readonly result: NamedTensors;
  readonly map: ResultMap;
  /** The pair's place in the plan. */
  readonly position: number;
  /** Tokens of the statement that activations were put into, where they are known. */
  readonly names?: readonly string[] | undefined;
}

/** The effects of all pairs at one cell; null where they were too many to be kept. @param column row-major in its layer */
export function valuesByPair(
  result: NamedTensors,
  { name, layers, columns }: ResultMap,
  layer: number,
  column: number,
): { readonly positions: number[]; readonly values: (number | null)[] } | null {
  const tensor = result.get(`${name}_by_pair`);
  if (tensor === undefined) return null;
  const positions = Array.from(tensorOf(result, 'pair').data);
  const values = positions.map((_, row) => orNull(tensor.data[(row * layers + layer) * columns + column]));
  return { positions, values };
}

/** Layers x heads, or layers x tokens. */
export function pairPatchMap({ result, map, position, names }: PairMapData, theme: FigureTheme): Figure {
  const row = tensorOf(result, 'pair').data.indexOf(position);
  const found = row === -1 ? null : map.heads === null ? byToken(result, map, row) : byHead(result, map, row);
  const { values, columns } = found ?? { values: new Float64Array(), columns: 0 };
  const defined = Array.from(values).filter((value) => !Number.isNaN(value));
  const nameOf = (column: number) => (map.heads === null ? (names?.[column] ?? `${column}`) : `H${column}`);
  return headGrid(
    {
      title: 'This pair',
      cells: Array.from({ length: columns === 0 ? 0 : map.layers }, (_, layer) =>
        Array.from({ length: columns }, (_unused, column) => {
          const value = orNull(values[layer * columns + column]);
          return {
            value,
            look: 'full' as const,
            hint: {
              title: `L${layer} ${nameOf(column)}`,
              rows: [{ label: 'share', value: formatValue(value) }],
            },
          };
        }),
      ),
      scale: {
        kind: 'diverging',
        domain: defined.length === 0 ? [-1, 1] : fittedDomain(defined, 'diverging'),
        unit: '',
      },
      ...(map.heads === null && {
        columns: Array.from({ length: columns }, (_, column) => shortened(nameOf(column))),
      }),
      note: '',
      caption: '',
    },
    theme,
  );
}

function byHead(result: NamedTensors, { name, layers, columns }: ResultMap, row: number) {
  const tensor = result.get(`${name}_by_pair`);
  const size = layers * columns;
  return tensor === undefined
    ? null
    : { values: Float64Array.from(tensor.data.subarray(row * size, (row + 1) * size)), columns };
}

/** Pairs stand one after the other, each [layer, token]. */
function byToken(result: NamedTensors, { name, direction, layers }: ResultMap, row: number) {
  const flat = result.get(`${name}_at`)?.data;
  const tokens = tensorOf(result, `tokens.${direction}`).data;
  if (flat === undefined) return null;
  const before = Array.from(tokens.subarray(0, row)).reduce((sum, count) => sum + count, 0) * layers;
  const columns = tokens[row] ?? 0;
  return { values: Float64Array.from(flat.subarray(before, before + layers * columns)), columns };
}

function shortened(name: string): string {
  const text = name.trim();
  const letters = [...text];
  return letters.length <= LONGEST_NAME ? text : `${letters.slice(0, LONGEST_NAME - 1).join('')}…`;
}
