/** Layers x heads, or layers x what positions have in common: the share of the way that each cell goes. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import { type Figure, formatChosen, formatValue, type Hint } from '../../figures/figure.ts';
import type { LegendEntry } from '../../figures/head-grid-legend.ts';
import { headGrid, HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { place as placeNumber } from '../../bounds.ts';
import { effectWords } from '../../effects/effect-words.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import {
  byEffect,
  cellName,
  type PatchedCell,
  patchedCells,
  PATCH_VERDICTS,
  VERDICT_LOOKS,
} from './cells.ts';
import { coloursOfCells, PATCH_PARTS } from './cell-ends.ts';
import { HOOK_PLACES, PATCH_DIRECTIONS, PATCH_HOOKS } from './hooks.ts';
import { countsOf, mapsOf, settingsOf } from './result.ts';
import { roleWords, ROLES } from './roles.ts';
import { countedVerdict, DIRECTION_WORDS, formatCell, VERDICT_WORDS } from './words.ts';

const schema = z
  .object({
    kind: z.literal('patching-map'),
    analysisId,
    hook: z.enum(PATCH_HOOKS).describe('what was put in'),
    direction: z
      .enum(PATCH_DIRECTIONS)
      .optional()
      .describe('into the counterfactual (denoising) or into the original (noising); the first there is'),
    part: z.enum(PATCH_PARTS).default('mean').describe('the set, its control, or the set less the control'),
    head: placeNumber.optional().describe('of heads told apart by position: those of this head alone'),
    /** Outlined. */
    layer: placeNumber.optional().describe('of the cell that is outlined'),
    column: placeNumber
      .optional()
      .describe('of the cell that is outlined: its head, or its position, from 0'),
    plotWidth: plotPixels.optional().describe('px that the cells of a layer take'),
  })
  .describe('layers x heads or positions: what putting an activation in restores');

export interface PatchingMapData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly spec: z.output<typeof schema>;
}

export const patchingMap = {
  schema,
  draw,
  csv,
  fit: (data, room) => ({ ...data, spec: narrowerPlot(data.spec, room, HEAD_GRID_WIDTH, 1) }),
} satisfies FigureDrawing<typeof schema, PatchingMapData>;

const NUMBERS = {
  mean: (cell: PatchedCell) => ({ mean: cell.mean, ci_low: cell.ci_low, ci_high: cell.ci_high }),
  control: (cell: PatchedCell) => ({
    mean: cell.control_mean,
    ci_low: cell.control_ci_low,
    ci_high: cell.control_ci_high,
  }),
  difference: (cell: PatchedCell) => ({
    mean: cell.difference,
    ci_low: cell.difference_ci_low,
    ci_high: cell.difference_ci_high,
  }),
} as const;

const PART_WORDS = { mean: '', control: ': the control', difference: ', less the control' } as const;

function draw({ source, result, spec }: PatchingMapData, theme: FigureTheme): Figure {
  const { hook, part, head, plotWidth } = spec;
  const found = shownCells(result, spec);
  const title = `${HOOK_PLACES[hook].title}${head === undefined ? '' : ` of H${head}`}${PART_WORDS[part]}`;
  const { effect, margin } = settingsOf(result);
  const counts = countsOf(result);
  if (found === null)
    return headGrid(
      {
        title: `${title} (not patched)`,
        cells: [],
        scale: SCALE,
        note: '',
        caption: captionOfAnalysis(source),
      },
      theme,
    );
  const { map, cells, columns, names } = found;
  const valueOf = (cell: PatchedCell) => NUMBERS[part](cell).mean;
  return headGrid(
    {
      title,
      cells: Array.from({ length: map.layers }, (_, layer) =>
        cells.slice(layer * columns, (layer + 1) * columns).map((cell) => ({
          value: valueOf(cell),
          look: part === 'mean' ? VERDICT_LOOKS[cell.verdict] : ('full' as const),
          hint: hintOf(cell, map.direction),
        })),
      ),
      scale: { ...SCALE, domain: coloursOfCells(cells, part) },
      selected:
        spec.layer === undefined || spec.column === undefined
          ? null
          : { layer: spec.layer, head: spec.column },
      plotWidth,
      columns: names,
      ...(part === 'mean' && { legend: legendOf(cells, map.direction) }),
      note: `Share of the way of the ${effectWords(effect)}, ${DIRECTION_WORDS[map.direction]}: 0 as it was, 1 as far as the other.${part === 'mean' && cells.some(({ verdict }) => VERDICT_LOOKS[verdict] === 'called') ? ` Outlined: the whole 95 % interval beyond ±${formatChosen(margin)}, and q at most ${LARGEST_Q} over all cells.` : ''}`,
      caption: captionOfAnalysis(source, counts.measured),
    },
    theme,
  );
}

const SCALE = { kind: 'diverging', domain: [-1, 1], unit: '' } as const;

/** The cells that are drawn, [layer, column]; null where that was not patched. */
function shownCells(
  result: NamedTensors,
  { hook, direction, head }: Pick<z.output<typeof schema>, 'hook' | 'direction' | 'head'>,
) {
  const map = mapsOf(result).find(
    (one) =>
      one.hook === hook &&
      one.byPosition === (head !== undefined) &&
      (direction === undefined || one.direction === direction),
  );
  if (map === undefined) return null;
  const all = patchedCells(result, map);
  const cells = head === undefined ? all : all.filter((cell) => cell.head === head);
  const isByRole = map.heads === null || head !== undefined;
  return {
    map,
    cells,
    columns: isByRole ? ROLES.length : map.columns,
    names: isByRole ? [...ROLES] : undefined,
  };
}

function legendOf(cells: readonly PatchedCell[], direction: 'denoising' | 'noising'): LegendEntry[] {
  return PATCH_VERDICTS.flatMap((verdict): LegendEntry[] => {
    const count = cells.filter((cell) => cell.verdict === verdict && cell.mean !== null).length;
    if (count === 0 || verdict === 'untested') return [];
    const side = verdict === 'moves' ? 'high' : verdict === 'against' ? 'low' : undefined;
    return [{ look: VERDICT_LOOKS[verdict], side, words: countedVerdict(count, verdict, direction) }];
  });
}

function hintOf(cell: PatchedCell, direction: 'denoising' | 'noising'): Hint {
  const { control, difference } = NUMBERS;
  return {
    title:
      cell.role === null || cell.head !== null ? cellName(cell) : `L${cell.layer} · ${roleWords(cell.role)}`,
    rows: [
      { label: 'share', value: formatCell(cell) },
      ...(cell.control_mean === null
        ? []
        : [
            { label: 'control', value: formatCell(control(cell)) },
            { label: 'difference', value: formatCell(difference(cell)) },
          ]),
      { label: 'q', value: formatValue(cell.q) },
      { label: 'n', value: `${cell.n ?? 0}` },
      { label: 'said', value: VERDICT_WORDS[direction][cell.verdict] },
    ],
  };
}

function csv({ result, spec }: PatchingMapData): string {
  const cells = shownCells(result, spec)?.cells ?? [];
  return csvText([
    ['layer', 'head', 'role', spec.part, 'ci_low', 'ci_high', 'q', 'n'],
    ...byEffect(cells).map((cell) => {
      const { mean, ci_low, ci_high } = NUMBERS[spec.part](cell);
      return [cell.layer, cell.head, cell.role, mean, ci_low, ci_high, cell.q, cell.n];
    }),
  ]);
}
