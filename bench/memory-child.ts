/** Runs as many pairs as asked in a fresh workspace and prints the most memory that this took, in MB. */
import { join } from 'node:path';
import { openEngine } from '../src/main/engine/engine.ts';
import { withScratch } from './measure.ts';
import { benchmarkPairs, importPairs } from './pairs.ts';

const pairs = Number(process.argv[2]);

await withScratch(async (home) => {
  const engine = await openEngine({ home, storePath: join(home, 'bench.sqlite'), shell: 'cli' });
  // The same list whatever is run of it, so that making it does not count.
  const { projectId, setId } = await importPairs(engine, (await benchmarkPairs(10_000)).slice(0, pairs));
  const run = await engine.runs.create({
    projectId,
    setId,
    controlSetId: null,
    model: 'all-MiniLM-L6-v2',
    options: { alignment: 'auto', keep: 'patterns', queries: 'auto', seed: 0 },
  });
  if ((await engine.runs.finish({ id: run.id })).done !== pairs) throw new Error('not every pair was done');
  await engine.close();
});
process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`);
