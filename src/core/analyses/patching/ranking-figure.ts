/** The cells of a patching map in the order of what they move, with their forest plot. */
import { z } from 'zod';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import {
  narrowerRanking,
  rankingCsv,
  rankingFields,
  rankingFigure,
  type RankingView,
} from '../../figures/ranking-figure.ts';
import type { Ranking } from '../../figures/ranking.ts';
import { analysisId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { patchedCells } from './cells.ts';
import { HOOK_PLACES, PATCH_DIRECTIONS, PATCH_HOOKS, type PatchDirection, type PatchHook } from './hooks.ts';
import { rankingOfCells } from './ranked-cells.ts';
import { countsOf, mapsOf, type ResultMap, settingsOf } from './result.ts';
import { DIRECTION_WORDS } from './words.ts';

const schema = z
  .object({
    kind: z.literal('patching-ranking'),
    analysisId,
    hook: z.enum(PATCH_HOOKS).describe('what was put in'),
    direction: z
      .enum(PATCH_DIRECTIONS)
      .optional()
      .describe('into the counterfactual (denoising) or into the original (noising); the first there is'),
    ...rankingFields,
  })
  .describe('cells of a patching map ranked by what they move, with a forest plot');

export interface PatchingRankingData extends RankingView {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly hook: PatchHook;
  readonly direction?: PatchDirection | undefined;
}

export const patchingRanking = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerRanking(data, room),
} satisfies FigureDrawing<typeof schema, PatchingRankingData>;

function mapOf({ result, hook, direction }: PatchingRankingData): ResultMap | undefined {
  return mapsOf(result).find(
    (one) => one.hook === hook && !one.byPosition && (direction === undefined || one.direction === direction),
  );
}

function rankingOf(data: PatchingRankingData): Ranking {
  const { result, sort, sortDirection } = data;
  const map = mapOf(data);
  return rankingOfCells(
    {
      cells: map === undefined ? [] : patchedCells(result, map),
      columns: map?.columns ?? 1,
      direction: map?.direction ?? 'denoising',
      margin: settingsOf(result).margin,
    },
    { by: sort, direction: sortDirection },
  );
}

function draw(data: PatchingRankingData, theme: FigureTheme): Figure {
  const { source, result, hook } = data;
  const map = mapOf(data);
  const into = map === undefined ? 'not patched' : DIRECTION_WORDS[map.direction];
  return rankingFigure(
    rankingOf(data),
    data,
    {
      title: `${HOOK_PLACES[hook].title}, ranked (${into})`,
      caption: captionOfAnalysis(source, countsOf(result).measured),
    },
    theme,
  );
}

function csv(data: PatchingRankingData): string {
  return rankingCsv(rankingOf(data), data);
}
