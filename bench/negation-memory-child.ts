/** Measures negation on as many pairs as asked in a fresh workspace and prints the most memory that this took, in MB. */
import { join } from 'node:path';
import { openEngine } from '../src/main/engine/engine.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { bundledPairs } from '../src/main/engine/sets/bundled.ts';
import { withScratch } from './measure.ts';

const pairs = Number(process.argv[2]);

await withScratch(async (home) => {
  const engine = await openEngine({ home, storePath: join(home, 'bench.sqlite'), shell: 'cli' });
  const bundled = bundledPairs(resourcesDir(), 'negation');
  const lines = Array.from({ length: pairs }, (_, place) => {
    const { original, counterfactual, neutral, label } = bundled[place % bundled.length] ?? {};
    // Another text each time, with the same words in its first part.
    const again = ` ${place}`;
    return JSON.stringify({
      original: `${original ?? ''}${again}`,
      counterfactual: `${counterfactual ?? ''}${again}`,
      neutral: `${neutral ?? ''}${again}`,
      label,
    });
  });
  const projectId = engine.defaultProject().id;
  const { set } = await engine.sets.import({
    projectId,
    name: 'negations',
    fileName: 'negations.jsonl',
    content: new Blob([lines.join('\n')]),
  });
  const { id } = await engine.analyses.create({
    projectId,
    kind: 'negation',
    model: 'all-MiniLM-L6-v2',
    setId: set.id,
  });
  if ((await engine.analyses.finish({ id })).done !== pairs) throw new Error('not every pair was done');
  await engine.close();
});
process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`);
