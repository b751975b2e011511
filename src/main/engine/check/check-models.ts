/** Checks of models, of which there is one look through all files; here it meets the runs that were made with them. */
import { checkModels, type ModelFinding } from '../models/check-models.ts';
import { resourcesDir } from '../paths.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { Check, Finding } from './check.ts';

export const models: Check = {
  name: 'models',
  title: 'models that were compiled, fetched or added',
  async *find({ home, database }): AsyncGenerator<Finding> {
    const { findings } = await checkModels({ home, resources: resourcesDir() });
    for (const one of findings) {
      const made = one.weightsHash === null ? '' : madeWith(database, one.weightsHash);
      yield {
        is: one.state === 'damaged' ? 'damaged' : 'note',
        what: `${withoutStop(one.problem)}${made}`,
        then: withoutStop(one.advice),
      };
    }
  },
};

function madeWith(database: ReadableDatabase, weightsHash: NonNullable<ModelFinding['weightsHash']>): string {
  const runs = database
    .prepare<[string], number>('SELECT id FROM run WHERE weights_hash = ? AND removed_at IS NULL ORDER BY id')
    .pluck()
    .all(weightsHash);
  return runs.length === 0 ? '' : `; runs ${runs.join(', ')} may have been made with it`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
