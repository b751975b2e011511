/** One pair of a patching: its effects at every cell. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { place } from '../../bounds.ts';
import { effectWords } from '../../effects/effect-words.ts';
import { fittedDomain } from '../../figures/colour-scale.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue, pairNumber } from '../../figures/figure.ts';
import { headGrid } from '../../figures/head-grid.ts';
import { analysisId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { HOOK_PLACES, PATCH_DIRECTIONS, PATCH_HOOKS } from './hooks.ts';
import { mapsOf, type ResultMap, settingsOf } from './result.ts';
import { DIRECTION_WORDS } from './words.ts';

/** A longer token is cut, for columns have its name on top. */
const LONGEST_NAME = 12;

const schema = z
  .object({
    kind: z.literal('patching-pair'),
    analysisId,
    hook: z.enum(PATCH_HOOKS).describe('what was put in'),
    direction: z
      .enum(PATCH_DIRECTIONS)
      .optional()
      .describe('into the counterfactual (denoising) or into the original (noising); the first there is'),
    position: place.describe('the place of the pair in the plan, from 0'),
  })
  .describe('layers x heads or tokens of one pair: what putting an activation in restores of it');

export interface PairPatchData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly hook: (typeof PATCH_HOOKS)[number];
  readonly direction?: (typeof PATCH_DIRECTIONS)[number] | undefined;
  /** The pair's place in the plan. */
  readonly position: number;
  /** Tokens of the statement that activations were put into, where they are known. */
  readonly names?: readonly string[] | undefined;
}

export const pairPatchMap = { schema, draw, csv } satisfies FigureDrawing<typeof schema, PairPatchData>;

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

/** The map that a figure is of; heads or positions as a whole. */
export function mapOfPair(
  result: NamedTensors,
  { hook, direction }: Pick<PairPatchData, 'hook' | 'direction'>,
): ResultMap | undefined {
  return mapsOf(result).find(
    (map) => map.hook === hook && !map.byPosition && (direction === undefined || map.direction === direction),
  );
}

/** Which of a pair's statements activations were put into. */
export function patchedInto({ direction }: Pick<ResultMap, 'direction'>): 0 | 1 {
  return direction === 'denoising' ? 1 : 0;
}

/** [layers, columns] of the pair, with what its columns are. */
function cellsOf({ result, position, names, ...of }: PairPatchData) {
  const map = mapOfPair(result, of);
  const row = tensorOf(result, 'pair').data.indexOf(position);
  const found =
    row === -1 || map === undefined
      ? null
      : map.heads === null
        ? byToken(result, map, row)
        : byHead(result, map, row);
  const { values, columns } = found ?? { values: new Float64Array(), columns: 0 };
  const isOfTokens = map?.heads === null;
  return {
    map,
    isOfTokens,
    columns,
    layers: columns === 0 ? 0 : (map?.layers ?? 0),
    valueAt: (layer: number, column: number) => orNull(values[layer * columns + column]),
    nameOf: (column: number) => (isOfTokens ? (names?.[column] ?? `${column}`) : `H${column}`),
  };
}

/** Layers x heads, or layers x tokens. */
function draw(data: PairPatchData, theme: FigureTheme): Figure {
  const { source, result, hook, position } = data;
  const { map, isOfTokens, columns, layers, valueAt, nameOf } = cellsOf(data);
  const cells = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: columns }, (__, column) => {
      const value = valueAt(layer, column);
      return {
        value,
        look: 'full' as const,
        hint: {
          title: `L${layer} ${nameOf(column)}`,
          rows: [{ label: 'share', value: formatValue(value) }],
        },
      };
    }),
  );
  const defined = cells.flat().flatMap(({ value }) => value ?? []);
  const into = map === undefined ? '' : `, ${DIRECTION_WORDS[map.direction]}`;
  return headGrid(
    {
      title: `${HOOK_PLACES[hook].title}: pair ${pairNumber(position)}`,
      cells,
      scale: {
        kind: 'diverging',
        domain: defined.length === 0 ? [-1, 1] : fittedDomain(defined, 'diverging'),
        unit: '',
      },
      ...(isOfTokens && {
        columns: Array.from({ length: columns }, (_, column) => shortened(nameOf(column))),
      }),
      note: `Share of the way of the ${effectWords(settingsOf(result).effect)}${into}: 0 as it was, 1 as far as the other. Of one pair, without an interval.`,
      caption: captionOfAnalysis({ ...source, unit: 'pair' }, 1),
    },
    theme,
  );
}

function csv(data: PairPatchData): string {
  const { isOfTokens, columns, layers, valueAt, nameOf } = cellsOf(data);
  return csvText([
    ['layer', ...(isOfTokens ? ['position', 'token'] : ['head']), 'share'],
    ...Array.from({ length: layers * columns }, (_, at) => {
      const [layer, column] = [Math.floor(at / columns), at % columns];
      return [layer, column, ...(isOfTokens ? [nameOf(column)] : []), valueAt(layer, column)];
    }),
  ]);
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
