/** Checks of models: what was compiled, fetched and added, against the hashes on record; and which runs that may concern. */
import { checkModels, type ModelFinding } from '../models/check-models.ts';
import { resourcesDir } from '../paths.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { type Check, damage, type Finding, remark } from './check.ts';

export const models: Check = {
  name: 'models',
  title: 'models that were compiled, fetched or added',
  async *find({ home, database }): AsyncGenerator<Finding> {
    const { findings } = await checkModels({ home, resources: resourcesDir() });
    for (const { state, problem, advice, weightsHash, foundAt } of findings) {
      if (state === 'damaged') yield damage(problem, advice);
      if (state === 'unchecked' || state === 'gone') yield remark(problem, advice);
      if (weightsHash !== null) yield* ofRuns(database, weightsHash, foundAt);
    }
  },
};

/** Runs that may have been made with compiled weights that were found damaged: those from before. */
function* ofRuns(
  database: ReadableDatabase,
  weightsHash: string,
  foundAt: ModelFinding['foundAt'],
): Generator<Finding> {
  const made = database
    .prepare<[string, string | null, string | null], number>(
      'SELECT id FROM run WHERE weights_hash = ? AND (? IS NULL OR created_at < ?) ORDER BY id',
    )
    .pluck()
    .all(weightsHash, foundAt, foundAt);
  if (made.length === 0) return;
  const when = foundAt === null ? '' : ` at ${foundAt}`;
  yield remark(
    `compiled weights that were found damaged${when} may have been used by runs ${made.join(', ')}`,
    'run them again where their numbers matter',
  );
}
