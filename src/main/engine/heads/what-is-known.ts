/** What stored analyses know of the heads of their models, read from what they came to. */
import type { HeadPlace, HeadProfile, HeadQuantity } from '../../../core/analyses/of-heads.ts';
import type { AnalysisWorks } from '../analyses/analysis-work.ts';
import { workOf } from '../analyses/kinds.ts';
import { readResult } from '../store/analysis-results.ts';
import type { ReadableDatabase } from '../store/handles.ts';

export interface StoredKind {
  readonly id: number;
  readonly kind: string;
}

/** Questions that are answered from results as they are stored: plain data, in a thread of its own where others wait. */
export function headQuestions(database: ReadableDatabase, works: AnalysisWorks) {
  return {
    quantitiesOfHeads({ id, kind }: StoredKind): readonly HeadQuantity[] {
      const { ofHeads } = workOf(works, kind).definition;
      return ofHeads?.(readResult(database, id)) ?? [];
    },
    curvesOfHead({ id, kind, at }: StoredKind & { readonly at: HeadPlace }): readonly HeadProfile[] {
      const { profilesOfHead } = workOf(works, kind).definition;
      return profilesOfHead === undefined ? [] : profilesOfHead(readResult(database, id), at);
    },
  };
}
