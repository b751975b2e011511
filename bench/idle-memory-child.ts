/**
 * Opens a compiled model in a fresh engine, runs a pair, a set of pairs and a pair of long texts, each time looking at the
 * first of them, and waits until what is idle has been let go. Prints the memory of this process: {@link MemorySteps}.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { IDLE_MILLISECONDS } from '../src/main/engine/inference/idle.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { footprint, withScratch } from './measure.ts';
import type { MemoryStep, MemorySteps } from './memory-steps.ts';
import { importPairs, type TextPair } from './pairs.ts';

/** With [CLS] and [SEP] 300 tokens. */
const LONG_TEXT = 298;

const [folder = '', home = '', pairsFile = ''] = process.argv.slice(2);

async function runPairs(engine: Engine, name: string, pairs: readonly TextPair[]): Promise<void> {
  const { projectId, setId } = await importPairs(engine, pairs, name);
  const run = await engine.runs.create({
    projectId,
    setId,
    controlSetId: null,
    model: folder,
    options: { alignment: 'auto', keep: 'none', queries: 'auto', seed: 0 },
  });
  if ((await engine.runs.finish({ id: run.id })).done !== pairs.length)
    throw new Error('not every pair was done');
  const [row] = engine.results.page({
    runId: run.id,
    filter: { role: 'set', thresholds: [] },
    sort: { by: 'pair', direction: 'asc' },
    offset: 0,
    limit: 1,
  });
  if (!row) throw new Error('the run has no results');
  const { pairId } = row;
  await engine.pairs.maps({ runId: run.id, pairId, layer: 0, head: 0, view: 'tokens', values: 'earlier' });
}

await withScratch(async (scratch) => {
  const all = JSON.parse(readFileSync(pairsFile, 'utf8')) as TextPair[];
  const long = { original: 'cat '.repeat(LONG_TEXT), counterfactual: 'dog '.repeat(LONG_TEXT) };
  const engine = await openEngine({ home, storePath: join(scratch, 'bench.sqlite'), shell: 'cli' });
  const steps: MemorySteps = [['no model', footprint()]];
  const works: [MemoryStep, TextPair[]][] = [
    ['a pair', all.slice(0, 1)],
    ['a run', all],
    ['a pair of 300 tokens', [long]],
  ];
  for (const [step, pairs] of works) {
    await runPairs(engine, step, pairs);
    steps.push([step, footprint()]);
  }
  // Closing takes a moment.
  await setTimeout(IDLE_MILLISECONDS + 2000);
  steps.push(['idle', footprint()]);
  await engine.close();
  steps.push(['closed', footprint()]);
  process.stdout.write(JSON.stringify(steps));
});
