import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { patching } from '../../../../core/analyses/patching/definition.ts';
import { livePatchMap } from '../../../../core/analyses/patching/live-map.ts';
import { patchingMap } from '../../../../core/analyses/patching/map-figure.ts';
import { mapOfPair, pairPatchMap, patchedInto } from '../../../../core/analyses/patching/pair-map.ts';
import { patchingRanking } from '../../../../core/analyses/patching/ranking-figure.ts';
import { figureOfAnalysis, figureOfRun, roleOf } from '../../figures/figure-kind.ts';

export const PATCHING_FIGURE_KINDS = {
  'patching-map': figureOfAnalysis(patching.kind, patchingMap, ({ analysis, result }, spec) => ({
    source: analysisSource(analysis, patching),
    result,
    spec,
  })),
  'patching-ranking': figureOfAnalysis(patching.kind, patchingRanking, ({ analysis, result }, spec) => ({
    ...spec,
    source: analysisSource(analysis, patching),
    result,
  })),
  'patching-pair': figureOfAnalysis(
    patching.kind,
    pairPatchMap,
    async ({ analysis, result }, spec, { items }) => {
      const map = mapOfPair(result, spec);
      // Columns of heads need no tokens, and so no model.
      const statements =
        map?.heads === null ? await items.tokens({ id: analysis.id, position: spec.position }) : [];
      const names = map && statements[patchedInto(map)];
      return { ...spec, source: analysisSource(analysis, patching), result, names };
    },
  ),
  'pair-restored': figureOfRun(livePatchMap, async ({ pairs, patchedPairs }, { source }, spec) => {
    const at = { runId: spec.runId, pairId: spec.pairId, role: roleOf(spec) };
    const [detail, shares] = await Promise.all([
      pairs.detail(at),
      patchedPairs.heads({ ...at, effect: spec.effect }),
    ]);
    return { ...spec, source, detail, shares };
  }),
} as const;
