/** The comparison of a run's pairs, from what the store has of them. */
import type { ComparedPair } from '../../../../core/analyses/statistics/compared-pair.ts';
import type { ComparisonChoice } from '../../../../core/analyses/statistics/comparison-choice.ts';
import { type Comparison, designComparison } from '../../../../core/analyses/statistics/design-comparison.ts';
import type { Run } from '../../../../shared/entities.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { ReadableDatabase } from '../../store/handles.ts';
import { readComparedPairs } from '../../store/head-metrics.ts';
import { storedModelConfig } from '../../store/models.ts';

/** Below this many tokens a vocabulary is one of characters or bytes, whose ids do not follow how common they are. */
const LEAST_VOCABULARY = 1000;

export interface ComparedRun {
  readonly comparison: Comparison;
  /** Rows, among all measured pairs of the set, that the comparison is of: those of the group. */
  readonly rowsOfGroup: Int32Array;
  /** [rowsOfGroup] */
  readonly labels: readonly (string | null)[];
  /** [control pairs] */
  readonly controlLabels: readonly (string | null)[];
}

/** @throws PairlensError NOT_FOUND when no measured pair has the label `group` */
export function compareRun(
  database: ReadableDatabase,
  run: Run,
  group: string,
  choice: ComparisonChoice,
): ComparedRun {
  const all = readComparedPairs(database, run.id, 'set');
  const rowsOfGroup = rowsOf(all, group, run.id);
  const control = run.controlSet === null ? null : readComparedPairs(database, run.id, 'control');
  const set = Array.from(rowsOfGroup, (row) => all[row] as ComparedPair);
  return {
    comparison: designComparison(
      {
        set,
        neutral: readComparedPairs(database, run.id, 'neutral'),
        control,
        hasRanks: hasRanks(database, run.model.id),
      },
      choice,
    ),
    rowsOfGroup,
    labels: set.map(({ label }) => label),
    controlLabels: (control ?? []).map(({ label }) => label),
  };
}

function rowsOf(pairs: readonly ComparedPair[], group: string, runId: number): Int32Array {
  const rows = Int32Array.from(pairs.keys()).filter((row) => group === '' || pairs[row]?.label === group);
  if (rows.length === 0 && group !== '')
    throw new PairlensError('NOT_FOUND', `run ${runId} has no measured pair with the label “${group}”`, {
      runId,
      group,
    });
  return rows;
}

/** Whether the ids of a model's tokens follow how common they are. */
export function hasRanks(database: ReadableDatabase, modelId: number): boolean {
  const size = storedModelConfig(database, modelId)['vocab_size'];
  return typeof size === 'number' && size >= LEAST_VOCABULARY;
}
