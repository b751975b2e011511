import type { AnalysisTable } from '../analysis.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import { cellTogether, patchedCells, type StatedCell } from './cells.ts';
import { PATCH_DIRECTIONS, type PatchDirection } from './hooks.ts';
import { mapsOf } from './result.ts';
import { togetherOf } from './together.ts';

/** Every cell of every map. `position` is that of a single pair of token ids; over a set there are roles. */
export const patchingTable: AnalysisTable = {
  name: 'patching',
  columns: [
    'hook',
    'layer',
    'head',
    'position',
    'role',
    'n',
    'mean',
    'ci_low',
    'ci_high',
    'q',
    'p',
    'top_share',
    'verdict',
    'direction',
    'control_n',
    'control_mean',
    'control_ci_low',
    'control_ci_high',
    'difference',
    'difference_ci_low',
    'difference_ci_high',
    'difference_p',
    'difference_q',
  ],
  rows: (result) => [...rolesOfSet(result), ...headsTogether(result), ...positionsOfOnePair(result)],
};

function rolesOfSet(result: NamedTensors) {
  return mapsOf(result).flatMap((map) =>
    patchedCells(result, map)
      .filter(({ n }) => n !== null && n > 0)
      .map((cell) => [map.hook, cell.layer, cell.head, null, cell.role, ...numbersOf(cell, map.direction)]),
  );
}

/** Heads that were put in all at once: no layer, no head, and their names as the role. */
function headsTogether(result: NamedTensors) {
  const names = togetherOf(result).map(({ layer, head }) => `L${layer}H${head}`);
  return PATCH_DIRECTIONS.flatMap((direction) => {
    const cell = cellTogether(result, direction);
    if (cell === null || cell.n === null || cell.n === 0) return [];
    return [['z', null, null, null, names.join('+'), ...numbersOf(cell, direction)]];
  });
}

function numbersOf(cell: StatedCell, direction: PatchDirection) {
  return [
    cell.n,
    cell.mean,
    cell.ci_low,
    cell.ci_high,
    cell.q,
    cell.p,
    cell.top_share,
    cell.verdict,
    direction,
    cell.control_n,
    cell.control_mean,
    cell.control_ci_low,
    cell.control_ci_high,
    cell.difference,
    cell.difference_ci_low,
    cell.difference_ci_high,
    cell.difference_p,
    cell.difference_q,
  ];
}

/** Of token ids: the positions themselves, which the reference's tensors have. */
function positionsOfOnePair(result: NamedTensors) {
  return [...result].flatMap(([key, { axes, shape, data }]) => {
    const [, noising, hook] = /^patching(?:_pooled)?\.(noising\.)?([a-z_]+)$/.exec(key) ?? [];
    if (hook === undefined || axes.at(-1) !== 'position') return [];
    const tokens = shape.at(-1) ?? 1;
    const heads = axes.length === 3 ? (shape[1] ?? 1) : 1;
    return Array.from(data, (value, place) => {
      const row = Math.floor(place / tokens);
      return [
        hook.replace('_by_position', ''),
        Math.floor(row / heads),
        axes.length === 3 ? row % heads : null,
        place % tokens,
        null,
        1,
        Number.isNaN(value) ? null : value,
        ...Array<null>(6).fill(null),
        noising === undefined ? 'denoising' : 'noising',
        ...Array<null>(9).fill(null),
      ];
    });
  });
}

/** Each pair of the set that was measured, with what was read of its two runs. */
export const outcomesTable: AnalysisTable = {
  name: 'outcomes',
  columns: ['pair', 'clean', 'corrupted', 'inserted'],
  rows: (result) => {
    const { data } = tensorOf(result, 'outcomes');
    const inserted = tensorOf(result, 'inserted').data;
    const number = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
    return Array.from(tensorOf(result, 'pair').data, (pair, row) => [
      pair,
      number(data[2 * row]),
      number(data[2 * row + 1]),
      inserted[row] ?? 0,
    ]);
  },
};
