/**
 * (p) Activation patching. A full sweep of one pair of 12 tokens (resid_pre by layer and position, z by layer and head) on the
 * shapes of GPT-2-small and BERT-base, against the bare forward passes that it needs: as many rows of 12 tokens through the whole
 * model, at the batch that suits it best. The blocks before the patch are computed once, so it takes less than all of them. What
 * counts of these is time of the processor. Then a set of 250 pairs through the heads of MiniLM, from the plan to the result, also by the
 * wall.
 */
import { join } from 'node:path';
import { choiceOf, patchingOptions } from '../src/core/analyses/patching/options.ts';
import type { Effect } from '../src/core/effects/effects.ts';
import { measurePatches } from '../src/main/engine/analyses/patching/measure-patches.ts';
import { preparePatch } from '../src/main/engine/analyses/patching/prepare-patch.ts';
import { openEngine } from '../src/main/engine/engine.ts';
import { TOKENS_PER_BATCH } from '../src/main/engine/inference/batches.ts';
import { type LoadedModel, ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { BERT_BASE, bertShapes, writeCheckpoint } from './bert-checkpoint.ts';
import { gpt2 } from './gpt2-checkpoint.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const ROUNDS = 3;
const SIZES = { layers: 12, heads: 12, width: 768 };
const TOKENS = 12;
const PAIRS = 250;

const CLEAN = Array.from({ length: TOKENS }, (_, at) => 100 + 7 * at);
/** The last token, where the effect is read: the weights are small, and little would come of another one. */
const CORRUPTED = CLEAN.map((id, at) => (at === TOKENS - 1 ? 999 : id));

async function processorSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function sweepOnce(model: LoadedModel, effect: Effect): Promise<void> {
  const choice = choiceOf(patchingOptions.parse({ hooks: ['resid_pre', 'z'] }));
  const set = preparePatch(CLEAN, CORRUPTED, model, {
    effect,
    directions: choice.directions,
    targets: effect.kind === 'logit_difference' ? [5, 7] : [],
    marked: [],
    correction: null,
  });
  const sizes = { ...model.dimensions, keyValueHeads: model.dimensions.heads };
  const settings = { effect, choice, inserted: 'leave' } as const;
  const [part] = await measurePatches(model, sizes, [{ originalIds: CLEAN, set, neutral: null }], settings);
  // What does nothing would be fast.
  if (part?.has('set.denoising.z') !== true) throw new Error('the pair was left out');
}

/** As many rows as the sweep has cells, through the whole model. */
async function bareOnce(model: LoadedModel, effect: Effect, perBatch: number): Promise<void> {
  const { layers, heads } = SIZES;
  const cells = layers * TOKENS + layers * heads;
  for (let done = 0; done < cells; done += perBatch) {
    const rows = Math.min(perBatch, cells - done);
    const inputIds = Array.from({ length: rows }, () => CORRUPTED);
    if (effect.kind === 'pooled') await model.runVariant({ inputIds }, ['resid_final'], {});
    else {
      const own = CORRUPTED.map((_, at) => (at === TOKENS - 1 ? [5, 7] : []));
      await model.runVariant({ inputIds }, ['chosen_logits'], { targets: inputIds.map(() => own) });
    }
  }
}

async function measureShape(name: string, model: LoadedModel, effect: Effect): Promise<BenchResult> {
  const best = Math.floor(TOKENS_PER_BATCH / TOKENS);
  const batches = [Math.floor(best / 2), best, 2 * best];
  const bare = new Map<number, number>(batches.map((batch) => [batch, Infinity]));
  await sweepOnce(model, effect);
  let swept = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    for (const batch of batches) {
      const seconds = await processorSecondsOf(() => bareOnce(model, effect, batch));
      bare.set(batch, Math.min(bare.get(batch) ?? Infinity, seconds));
    }
    swept = Math.min(swept, await processorSecondsOf(() => sweepOnce(model, effect)));
  }
  const [rows, fastest] = [...bare].toSorted((a, b) => a[1] - b[1])[0] ?? [best, NaN];
  return result(
    `(p) a sweep of ${SIZES.layers * (TOKENS + SIZES.heads)} cells over ${TOKENS} tokens, ${name}, against bare passes`,
    swept / fastest,
    'x',
    1.25,
    `the fastest of ${ROUNDS} each: ${swept.toFixed(2)} s against ${fastest.toFixed(2)} s in batches of ${rows} rows`,
  );
}

/** 250 pairs of sentences, all heads, with everything that is stored and made of it. */
async function measureSet(home: string): Promise<BenchResult[]> {
  const engine = await openEngine({ home, shell: 'cli' });
  try {
    const projectId = engine.defaultProject().id;
    const nouns = ['whale', 'bird', 'stone', 'river', 'house', 'child', 'tree', 'letter', 'road', 'ship'];
    const kinds = ['an animal', 'a friend', 'a thing of beauty', 'old', 'far away'];
    const places = ['in the north', 'near the sea', 'of the town', 'by the wall', 'we saw today'];
    const lines = Array.from({ length: PAIRS }, (_, index) => {
      const subject = `The ${nouns[index % 10] ?? ''} ${places[Math.floor(index / 10) % 5] ?? ''} is`;
      const rest = `${kinds[Math.floor(index / 50)] ?? ''}.`;
      return JSON.stringify({ original: `${subject} ${rest}`, counterfactual: `${subject} not ${rest}` });
    });
    const content = new Blob([lines.join('\n')]);
    const { set } = await engine.sets.import({ projectId, name: 'many', fileName: 'many.jsonl', content });
    const options = { hooks: ['z'] };
    const model = 'all-MiniLM-L6-v2';
    const { id } = await engine.analyses.create({
      projectId,
      kind: 'patching',
      model,
      setId: set.id,
      options,
    });
    const started = performance.now();
    const seconds = await processorSecondsOf(() => engine.analyses.finish({ id }));
    const passed = (performance.now() - started) / 1000;
    const { state, done } = engine.analyses.get({ id });
    if (state !== 'done' || done !== PAIRS) throw new Error(`${state} after ${done} pairs`);
    const title = `(p) ${PAIRS} pairs x 72 heads of MiniLM`;
    return [
      result(`${title}, time of the processor`, seconds, 's', 2 * 60, 'a minute of two cores is the limit'),
      result(`${title}, by the wall`, passed, 's', 60, 'with the statistics'),
    ];
  } finally {
    await engine.close();
  }
}

export const patching: Benchmark = {
  name: 'patching',
  run: () =>
    withScratch(async (scratch) => {
      const ofSet = await measureSet(join(scratch, 'workspace'));
      const library = new ModelLibrary({ home: join(scratch, 'home'), resources: resourcesDir() });
      const measured: BenchResult[] = [...ofSet];
      const rest = { position: 'last', pooling: 'mean', toward: 'original', least: 0 } as const;
      const encoder = { config: BERT_BASE, shapes: bertShapes(BERT_BASE) };
      for (const [name, { config, shapes }, effect] of [
        ['GPT-2-small', gpt2(SIZES, 50_257), { kind: 'logit_difference', ...rest }],
        ['BERT-base', encoder, { kind: 'pooled', ...rest }],
      ] as const) {
        await writeCheckpoint(join(scratch, name), config, shapes);
        const model = await library.open(join(scratch, name));
        measured.push(await measureShape(name, model, effect));
        await model.close();
      }
      return measured;
    }),
};
