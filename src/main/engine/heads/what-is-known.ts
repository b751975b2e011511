/** What stored analyses know of the heads of their models, read from what they came to. */
import type { HeadPlace, HeadPoints, HeadProfile, HeadQuantity } from '../../../core/analyses/of-heads.ts';
import type { AnalysisWorks } from '../analyses/analysis-work.ts';
import { workOf } from '../analyses/kinds.ts';
import { readResult } from '../store/analysis-results.ts';
import type { ReadableDatabase } from '../store/handles.ts';

export interface StoredKind {
  readonly id: number;
  readonly kind: string;
}

/** Curves and points of one head. */
export interface HeadShapes {
  readonly profiles: readonly HeadProfile[];
  readonly points: HeadPoints | null;
}

/** So many points of a head are shown on its page: a thumbnail. */
const MOST_POINTS = 600;

/** Questions that are answered from results as they are stored: plain data, in a thread of its own where others wait. */
export function headQuestions(database: ReadableDatabase, works: AnalysisWorks) {
  return {
    quantitiesOfHeads({ id, kind }: StoredKind): readonly HeadQuantity[] {
      const { ofHeads } = workOf(works, kind).definition;
      return ofHeads?.(readResult(database, id)) ?? [];
    },
    shapesOfHead({ id, kind, at }: StoredKind & { readonly at: HeadPlace }): HeadShapes {
      const { profilesOfHead, pointsOfHead } = workOf(works, kind).definition;
      if (profilesOfHead === undefined && pointsOfHead === undefined) return { profiles: [], points: null };
      const result = readResult(database, id);
      return {
        profiles: profilesOfHead?.(result, at) ?? [],
        points: sample(pointsOfHead?.(result, at) ?? null),
      };
    },
  };
}

/** Every so manieth point, from first to last. */
function sample(points: HeadPoints | null): HeadPoints | null {
  if (points === null || points.x.length <= MOST_POINTS) return points;
  const step = points.x.length / MOST_POINTS;
  const taken = Array.from({ length: MOST_POINTS }, (_, index) => Math.floor(index * step));
  const of = (values: Float32Array | Uint8Array) => taken.map((index) => values[index] ?? 0);
  return {
    ...points,
    x: Float32Array.from(of(points.x)),
    y: Float32Array.from(of(points.y)),
    side: Uint8Array.from(of(points.side)),
  };
}
