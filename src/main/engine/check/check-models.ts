/** Checks of models: what was compiled, fetched and added, against the hashes on record; and which runs that may concern. */
import { checkModels, type ModelFinding } from '../models/check-models.ts';
import { resourcesDir } from '../paths.ts';
import { madeUnchecked } from '../store/compiled-weights.ts';
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
      if (weightsHash !== null) yield* madeWith(database, weightsHash, foundAt);
    }
  },
};

/** What may have been made with compiled weights that were found damaged: what is from before, and was not checked then. */
function* madeWith(
  database: ReadableDatabase,
  weightsHash: string,
  foundAt: ModelFinding['foundAt'],
): Generator<Finding> {
  const runs = madeUnchecked(database, 'run', weightsHash, foundAt);
  const analyses = madeUnchecked(database, 'analysis', weightsHash, foundAt);
  if (runs.length + analyses.length === 0) return;
  const made = [
    ...(runs.length === 0 ? [] : [`runs ${runs.join(', ')}`]),
    ...(analyses.length === 0 ? [] : [`analyses ${analyses.join(', ')}`]),
  ].join(' and ');
  const when = foundAt === null ? '' : ` at ${foundAt}`;
  yield remark(
    `compiled weights that were found damaged${when} may have been used by ${made}`,
    'run them again where their numbers matter',
  );
}
