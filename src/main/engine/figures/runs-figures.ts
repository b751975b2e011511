/** The figures of two runs. */
import { runsDepthFigure } from '../../../core/analyses/compared-runs/depth-figure.ts';
import { namedRun } from '../../../core/analyses/compared-runs/compared-runs.ts';
import { runsMapFigure } from '../../../core/analyses/compared-runs/map-figure.ts';
import { runsRankingFigure } from '../../../core/analyses/compared-runs/runs-ranking-figure.ts';
import type { RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { runsScatterFigure } from '../../../core/analyses/compared-runs/scatter-figure.ts';
import type { FigureDrawing, FigureSchema } from '../../../core/figures/figure-drawing.ts';
import type { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { provenanceOf } from '../runs/provenance.ts';
import type { FigureKind, FigureServices } from './figure-kind.ts';

/** @param isOfHeads of runs of one model; else of runs of two */
function figureOfRuns<Schema extends FigureSchema & z.ZodType<RunsRequest>, Data>(
  drawing: FigureDrawing<Schema, Data>,
  isOfHeads: boolean,
  dataOf: (found: Awaited<ReturnType<typeof find>>, spec: z.output<Schema>) => Data,
): FigureKind<z.output<Schema>, Data> {
  return {
    ...drawing,
    async load(services, spec) {
      const found = await find(services, spec);
      const has = found.compared.design.by === 'heads';
      if (has !== isOfHeads)
        throw new PairlensError(
          'BAD_REQUEST',
          has
            ? 'the two runs are of one model: its heads are drawn by runs-map and runs-scatter'
            : 'the two runs are of different models, whose heads are not the same: runs-depth draws their layers',
        );
      const [first, second] = found.of;
      return {
        data: dataOf(found, spec),
        provenance: { ...provenanceOf(first), other: provenanceOf(second) },
      };
    },
  };
}

async function find({ runs, comparisons }: FigureServices, spec: RunsRequest) {
  const of = [runs.get({ id: spec.runId }), runs.get({ id: spec.otherRunId })] as const;
  return {
    of,
    runs: [namedRun(of[0]), namedRun(of[1])] as const,
    compared: await comparisons.compare(spec),
  };
}

export const RUNS_FIGURE_KINDS = {
  'runs-map': figureOfRuns(runsMapFigure, true, ({ runs, compared }, { shows, plotWidth }) => ({
    runs,
    compared,
    shows,
    plotWidth,
  })),
  'runs-scatter': figureOfRuns(runsScatterFigure, true, ({ runs, compared }, { layer, head, plotWidth }) => ({
    runs,
    compared,
    layer,
    head,
    plotWidth,
  })),
  'runs-ranking': figureOfRuns(runsRankingFigure, true, ({ runs, compared }, spec) => ({
    ...spec,
    runs,
    compared,
  })),
  'runs-depth': figureOfRuns(runsDepthFigure, false, ({ runs, compared }, { plotWidth }) => ({
    runs,
    compared,
    plotWidth,
  })),
};
