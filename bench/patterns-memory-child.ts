/** Looks for patterns in as many sentences as asked in a fresh workspace and prints the most memory that this took, in MB. */
import { join } from 'node:path';
import { openEngine } from '../src/main/engine/engine.ts';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { withScratch } from './measure.ts';
import { analysePatterns, PATTERNS_MODEL, sentencesOf } from './patterns-texts.ts';

await withScratch(async (home) => {
  const library = new ModelLibrary({ home: join(home, 'ids'), resources: resourcesDir() });
  const model = await library.open(PATTERNS_MODEL);
  const sentences = sentencesOf(model, Number(process.argv[2]));
  await model.close();
  const engine = await openEngine({ home, storePath: join(home, 'bench.sqlite'), shell: 'cli' });
  await analysePatterns(engine, sentences);
  await engine.close();
});
process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`);
