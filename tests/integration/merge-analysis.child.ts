/** Merges parts of an analysis into the workspace named second in the folder named first, and dies when the parts are stored. */
import { join } from 'node:path';
import { openEngine } from '../../src/main/engine/engine.ts';

const [, , folder = '', name = '', parts = ''] = process.argv;
const engine = await openEngine({
  home: join(folder, 'home'),
  shell: 'cli',
  storePath: join(folder, `${name}.sqlite`),
});
engine.store.database.function('die', () => process.kill(process.pid, 'SIGKILL'));
engine.store.database.exec(
  'CREATE TEMP TRIGGER die_here AFTER INSERT ON main.analysis_result BEGIN SELECT die(); END',
);
await engine.analysisShards.merge({ folder: parts, projectId: engine.defaultProject().id });
console.log('not killed');
