/**
 * (a) A run of 1,000 pairs of 6 to 16 tokens on the bundled model, all of it (tokenise, align, run, measure, store),
 * against the bare forward passes of the same batches: at most 1.4 times (1.25 with nine metrics; there are forty-one). The two alternate, so that a machine that
 * slows down slows both. Once with what a run keeps by default, its patterns (100 MB), and once with metrics alone.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { patternHook, zHook } from '../src/core/architectures/hook-names.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { packBatches } from '../src/main/engine/inference/batches.ts';
import { HookedSession } from '../src/main/engine/inference/hooked-session.ts';
import { type LoadedModel, ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import type { Keep } from '../src/shared/entities.ts';
import { median, result, secondsOf, withScratch } from './measure.ts';
import { benchmarkPairs, importPairs, type TextPair } from './pairs.ts';
import type { Benchmark, BenchResult } from './types.ts';

const PAIRS = 1000;
const ROUNDS = 5;
const MODEL = 'all-MiniLM-L6-v2';

/** Runs the pairs once; seconds from start to done, statistics (which nobody has asked for) left out. */
async function runOnce(engine: Engine, setId: number, projectId: number, keep: Keep): Promise<number> {
  const run = await engine.runs.create({
    projectId,
    setId,
    controlSetId: null,
    model: MODEL,
    options: { alignment: 'auto', keep, queries: 'auto', seed: 0 },
  });
  return secondsOf(async () => {
    const { state, done } = await engine.runs.finish({ id: run.id });
    if (state !== 'done' || done !== PAIRS) throw new Error(`the run ended ${state} with ${done} pairs`);
  });
}

/** The batches of token ids that a run makes of these pairs. */
function batchesOf(model: LoadedModel, pairs: readonly TextPair[]): number[][][] {
  const { tokenizer } = model;
  if (!tokenizer) throw new Error(`${model.name} has no tokenizer`);
  const rows = pairs.map(({ original, counterfactual }) => [
    tokenizer.encode(original),
    tokenizer.encode(counterfactual),
  ]);
  const lengths = rows.map((statements) => statements.map((ids) => ids.length));
  return packBatches(lengths).map((batch) => batch.flatMap((index) => rows[index] ?? []));
}

/** A session in this very thread, without what the engine puts around it. */
async function openBareSession(home: string, { dimensions }: LoadedModel): Promise<HookedSession> {
  const graph = globSync(join(home, 'models', '*', 'graph.onnx'))[0];
  if (graph === undefined) throw new Error(`no compiled model in ${home}`);
  return HookedSession.open(graph, dimensions);
}

function report(what: string, whole: readonly number[], forward: readonly number[]): BenchResult {
  const ratios = whole.map((seconds, round) => seconds / (forward[round] ?? Number.NaN));
  return result(
    `(a) end to end against bare forward passes, ${what}`,
    median(ratios),
    'x',
    1.4,
    `median of ${ROUNDS} rounds of ${PAIRS} pairs: ${median(whole).toFixed(2)} s against ${median(forward).toFixed(2)} s; ratios ${ratios.map((r) => r.toFixed(2)).join(', ')}`,
  );
}

export const endToEnd: Benchmark = {
  name: 'end to end',
  run: () =>
    withScratch(async (home) => {
      const pairs = await benchmarkPairs(PAIRS);
      const model = await new ModelLibrary({ home, resources: resourcesDir() }).open(MODEL);
      const batches = batchesOf(model, pairs);
      const layers = Array.from({ length: model.dimensions.layers }, (_, layer) => layer);
      const hooks = [...layers.map(patternHook), ...layers.map(zHook)];
      const bare = await openBareSession(home, model);
      await model.close();
      const forwardOnce = () =>
        secondsOf(async () => {
          for (const inputIds of batches) await bare.run({ inputIds }, hooks);
        });
      const engine = await openEngine({ home, storePath: join(home, 'bench.sqlite'), shell: 'cli' });
      const { projectId, setId } = await importPairs(engine, pairs);
      // Once each to warm up.
      await forwardOnce();
      await runOnce(engine, setId, projectId, 'patterns');
      const forward: number[] = [];
      const whole = { patterns: [] as number[], none: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        forward.push(await forwardOnce());
        whole.patterns.push(await runOnce(engine, setId, projectId, 'patterns'));
        whole.none.push(await runOnce(engine, setId, projectId, 'none'));
      }
      await engine.close();
      await bare.close();
      return [
        report('keeping patterns', whole.patterns, forward),
        report('keeping metrics only', whole.none, forward),
      ];
    }),
};
