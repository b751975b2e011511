import { type Confirmed, confirmedBy } from '../../../../core/analyses/composition/confirmed.ts';
import { pathPatching } from '../../../../core/analyses/path-patching/definition.ts';
import type { Analysis } from '../../../../shared/analyses.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { composition } from '../../../../core/analyses/composition/definition.ts';
import { compositionGraph } from '../../../../core/analyses/composition/graph-figure.ts';
import { compositionMatrix } from '../../../../core/analyses/composition/matrix-figure.ts';
import { type FigureAnalyses, figureOfAnalysis } from '../../figures/figure-kind.ts';

export const COMPOSITION_FIGURE_KINDS = {
  'composition-graph': figureOfAnalysis(
    composition.kind,
    compositionGraph,
    async ({ analysis, definition, result }, { paths, ...spec }, { analyses }) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
      ...(paths !== undefined && { confirmed: await confirmedOf(paths, analysis, analyses) }),
    }),
  ),
  'composition-matrix': figureOfAnalysis(
    composition.kind,
    compositionMatrix,
    ({ analysis, definition, result }, spec) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
    }),
  ),
} as const;

/** @throws PairlensError BAD_REQUEST for what is no path patching of the same model */
async function confirmedOf(id: number, { model }: Analysis, analyses: FigureAnalyses): Promise<Confirmed> {
  const paths = analyses.get({ id });
  if (paths.kind !== pathPatching.kind || paths.model?.id !== model?.id)
    throw new PairlensError(
      'BAD_REQUEST',
      `analysis ${id} is no path patching of ${model?.name ?? 'the model'}`,
      {
        id,
      },
    );
  return confirmedBy(await analyses.read({ id }));
}
