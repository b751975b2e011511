/** Pairs to measure with: the bundled negation set's, repeated with another name at the front until there are enough. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Engine } from '../src/main/engine/engine.ts';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { importSet } from '../src/main/engine/sets/import.ts';
import { withScratch } from './measure.ts';

export interface TextPair {
  readonly original: string;
  readonly counterfactual: string;
}

const OPENINGS = ['', 'Today', 'Perhaps', 'Later', 'Again', 'Still', 'Here', 'There', 'Then', 'Now'];
const OPENINGS_TWO = ['', 'Ann:', 'Ben:', 'Clara:', 'David:', 'Emma:', 'Frank:'];

/** `count` different pairs with 6 to 16 tokens on either side. */
export async function benchmarkPairs(count: number): Promise<TextPair[]> {
  const file = join(resourcesDir(), 'datasets', 'negation', 'pairs.csv');
  const { pairs } = importSet('pairs.csv', await readFile(file));
  const texts = pairs.flatMap(({ original, counterfactual }) =>
    original !== null && counterfactual !== null ? [{ original, counterfactual }] : [],
  );
  return withScratch(async (home) => {
    const model = await new ModelLibrary({ home, resources: resourcesDir() }).open('all-MiniLM-L6-v2');
    const fits = (text: string) => {
      const tokens = model.tokenizer?.encode(text).length ?? 0;
      return tokens >= 6 && tokens <= 16;
    };
    const chosen: TextPair[] = [];
    for (const second of OPENINGS_TWO)
      for (const first of OPENINGS)
        for (const { original, counterfactual } of texts) {
          const pair = {
            original: `${second} ${first} ${original}`.trim(),
            counterfactual: `${second} ${first} ${counterfactual}`.trim(),
          };
          if (chosen.length < count && fits(pair.original) && fits(pair.counterfactual)) chosen.push(pair);
        }
    await model.close();
    if (chosen.length < count)
      throw new Error(`only ${chosen.length} pairs of 6 to 16 tokens, ${count} wanted`);
    return chosen;
  });
}

/** Puts the pairs into the engine's default project. */
export async function importPairs(
  engine: Engine,
  pairs: readonly TextPair[],
  name = 'benchmark',
): Promise<{ projectId: number; setId: number }> {
  const project = engine.defaultProject();
  const csv = stringify([...pairs], { header: true, columns: ['original', 'counterfactual'] });
  const { set } = await engine.sets.import({
    projectId: project.id,
    name,
    fileName: 'benchmark.csv',
    content: new Blob([csv]),
  });
  return { projectId: project.id, setId: set.id };
}
