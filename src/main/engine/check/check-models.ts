/** Checks of models: what was compiled and what was fetched, against the hashes on record. */
import { join } from 'node:path';
import { CheckedFiles } from '../files/checked-files.ts';
import { namesIn } from '../files/if-there.ts';
import { readCompiled } from '../models/compiled-folder.ts';
import { readDamageNotes } from '../models/damage-notes.ts';
import { type Check, damage, type Finding, remark } from './check.ts';

const COMPILED_FOLDER = /^[0-9a-f]{16}-[0-9a-f]{8}-\d+$/;
const MADE_AGAIN = 'it is made again from the checkpoint when the model is next used';

export const models: Check = {
  name: 'models',
  title: 'models that were compiled or fetched',
  async *find({ home, database }): AsyncGenerator<Finding> {
    const files = new CheckedFiles();
    const folder = join(home, 'models');
    for (const name of await namesIn(folder)) {
      if (!COMPILED_FOLDER.test(name)) continue;
      const compiled = await readCompiled(join(folder, name), null);
      if (compiled.is === 'damaged')
        yield damage(`${join(compiled.folder, compiled.file)} is not what was compiled`, MADE_AGAIN);
      if (compiled.is !== 'whole') continue;
      const { weightsPath, description } = compiled;
      if ((await files.check(weightsPath, description.compiledHash)) === null)
        yield damage(`${weightsPath} is not what was compiled`, MADE_AGAIN);
    }
    yield* ofBlobs(join(home, 'hub', 'blobs'), files);
    for (const note of await readDamageNotes(folder)) {
      const made = database
        .prepare<[string, string], number>(
          'SELECT id FROM run WHERE weights_hash = ? AND created_at < ? ORDER BY id',
        )
        .pluck()
        .all(note.weightsHash, note.foundAt);
      if (made.length > 0)
        yield remark(
          `compiled weights that were found damaged at ${note.foundAt} may have been used by runs ${made.join(', ')}`,
          'run them again where their numbers matter',
        );
    }
  },
};

async function* ofBlobs(folder: string, files: CheckedFiles): AsyncGenerator<Finding> {
  for (const name of await namesIn(folder)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    if ((await files.check(join(folder, name), name)) === null)
      yield damage(`${join(folder, name)} is not what was fetched`, 'remove the model and add it again');
  }
}
