import type { Model, Run } from '../../../shared/entities.ts';

/** How many of the latest runs are considered; older ones say less about the machine as it is now. */
const LATEST = 5;

/**
 * The seconds that a run will probably take, from the fastest of the latest finished runs with the same weights. The
 * fastest, because a run that was interrupted or waited for another looks slower than it was. null where there is none.
 */
export function expectedSeconds(
  statements: number,
  model: Pick<Model, 'weightsHash'>,
  runs: readonly Pick<
    Run,
    'id' | 'state' | 'total' | 'neutrals' | 'startedAt' | 'finishedAt' | 'provenance'
  >[],
): number | null {
  const paces = runs
    .filter(
      (run) => run.state === 'done' && run.provenance.weightsHash === model.weightsHash && run.total > 0,
    )
    .toSorted((a, b) => b.id - a.id)
    .slice(0, LATEST)
    .flatMap(({ startedAt, finishedAt, total, neutrals }) =>
      startedAt === null || finishedAt === null
        ? []
        : [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 / statementsOf(total, neutrals.total)],
    );
  return paces.length === 0 ? null : Math.min(...paces) * statements;
}

/** What goes through the model: the two sides of each pair, and the neutrals. */
export function statementsOf(pairs: number, neutrals: number): number {
  return 2 * pairs + neutrals;
}
