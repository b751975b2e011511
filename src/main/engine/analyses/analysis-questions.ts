/** What analyses came to, read, hashed and put into words: a whole result can be tens of megabytes. */
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { havingWhatTheyNeed } from '../../../core/analyses/what-it-needs.ts';
import { encodeNamedTensors } from '../../../core/analyses/tensor-file.ts';
import type { AnalysisTableRows } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readResult } from '../store/analysis-results.ts';
import { answeredPairs } from '../store/pairs.ts';
import { listSentenceSets } from '../store/sentence-sets.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { AnalysisWorks } from './analysis-work.ts';
import { workOf } from './kinds.ts';

export interface TableRequest {
  readonly id: number;
  readonly kind: string;
  readonly table: string;
}

export type AnalysisQuestions = ReturnType<typeof analysisQuestions>;

/** Of analyses that are known to be done. */
export function analysisQuestions(database: ReadableDatabase, works: AnalysisWorks) {
  return {
    analysisTensors: (id: number): NamedTensors => readResult(database, id),
    /** As the bytes of a file: core/analyses/tensor-file.ts. */
    analysisFile: (id: number): Uint8Array<ArrayBuffer> => encodeNamedTensors(readResult(database, id)),
    /** The headline of what it found. */
    analysisFinding: ({ id, kind }: { readonly id: number; readonly kind: string }): string =>
      workOf(works, kind).definition.findings(readResult(database, id))[0] ?? '',
    /** Of each set of a project how many pairs can be of the form that a kind takes; nothing of a kind that takes any. */
    pairsOfForm({ projectId, kind }: { readonly projectId: number; readonly kind: string }) {
      const form = workOf(works, kind).definition.pairForm;
      if (form === undefined) return [];
      return listSentenceSets(database, projectId).map(({ id }) => {
        let pairs = 0;
        for (const pair of answeredPairs(database, id)) if (form.mayBe(pair)) pairs++;
        return { setId: id, pairs };
      });
    },
    /** The first figure of its kind of which it has the numbers, by its name; null where there is none. */
    analysisFigure({ id, kind }: { readonly id: number; readonly kind: string }): string | null {
      const { figures } = workOf(works, kind).definition;
      return havingWhatTheyNeed(figures, readResult(database, id))[0]?.name ?? null;
    },
    /** @throws PairlensError NOT_FOUND naming the tables that there are */
    analysisTable({ id, kind, table }: TableRequest): AnalysisTableRows {
      const { tables } = workOf(works, kind).definition;
      const found = tables.find(({ name }) => name === table);
      if (found === undefined)
        throw new PairlensError(
          'NOT_FOUND',
          `analysis ${id} has no table “${table}”; it has ${tables.map(({ name }) => name).join(', ')}`,
          { id, table },
        );
      const rows = [...found.rows(readResult(database, id))].map((row) => [...row]);
      return { columns: [...found.columns], rows };
    },
  };
}
