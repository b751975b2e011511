/** Imports a file into a workspace, for a test that kills it: says when pairs are being stored. */
import { openEngine } from '../../src/main/engine/engine.ts';

const [, , home = '', path = ''] = process.argv;
const engine = await openEngine({ home, shell: 'cli' });
const news = engine.jobs.listen();
void (async () => {
  for await (const { activity, done } of news) process.stdout.write(`${activity} ${done}\n`);
})();
await engine.sets.import({ projectId: engine.defaultProject().id, name: 'large', path });
await engine.close();
