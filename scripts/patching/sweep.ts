/**
 * The sweep that transformer-lens.py does, by Pairlens: writes a random checkpoint of GPT-2-small's shape into a folder, and sweep.json
 * beside it with what was restored and how long it took. Run this one first: `node scripts/patching/sweep.ts FOLDER`, then
 * `python scripts/patching/transformer-lens.py FOLDER`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../../bench/bert-checkpoint.ts';
import { gpt2 } from '../../bench/gpt2-checkpoint.ts';
import { choiceOf, patchingOptions } from '../../src/core/analyses/patching/options.ts';
import type { Effect } from '../../src/core/effects/effects.ts';
import { measurePatches } from '../../src/main/engine/analyses/patching/measure-patches.ts';
import { preparePatch } from '../../src/main/engine/analyses/patching/prepare-patch.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';

const SIZES = { layers: 12, heads: 12, width: 768 };
const WORDS = 50_257;
const TOKENS = 12;
const TARGETS = [5, 1234];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('give a folder');
const { config, shapes } = gpt2(SIZES, WORDS);
// As good as random, and large enough that the two runs are far apart: an effect is a share of the way between them, and of a way of
// 1e-5 float32's noise alone is a share of 1e-3.
await writeCheckpoint(folder, config, shapes, (index) => 0.5 * Math.sin(index ** 2));
const library = new ModelLibrary({ home: join(folder, 'home'), resources: resourcesDir() });
const model = await library.open(folder);

const clean = Array.from({ length: TOKENS }, (_, at) => 100 + 7 * at);
const corrupted = clean.with(TOKENS - 1, 999);
const effect: Effect = {
  kind: 'logit_difference',
  position: 'last',
  pooling: 'mean',
  toward: 'original',
  least: 0,
};
const choice = choiceOf(patchingOptions.parse({ hooks: ['resid_pre', 'z'] }));
const set = preparePatch(clean, corrupted, model, {
  effect,
  directions: choice.directions,
  targets: TARGETS,
  marked: [],
  correction: null,
});
const sizes = { ...model.dimensions, keyValueHeads: SIZES.heads };
const settings = { effect, choice, inserted: 'leave' } as const;
const sweep = () => measurePatches(model, sizes, [{ originalIds: clean, set, neutral: null }], settings);

// Graphs are written and opened once, as TransformerLens' model is.
await sweep();
const [began, used] = [performance.now(), process.cpuUsage()];
const [part] = await sweep();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(used);
const rowsOf = (name: string, width: number) => {
  const { data } = part?.get(`set.denoising.${name}`) ?? { data: [] };
  return Array.from({ length: SIZES.layers }, (_, layer) =>
    Array.from(data.slice(layer * width, (layer + 1) * width)),
  );
};
const written = {
  clean,
  corrupted,
  targets: TARGETS,
  seconds,
  processor: (user + system) / 1e6,
  resid_pre: rowsOf('resid_pre_at', TOKENS),
  z: rowsOf('z', SIZES.heads),
};
writeFileSync(join(folder, 'sweep.json'), JSON.stringify(written));
console.log(`${seconds.toFixed(2)} s, ${written.processor.toFixed(2)} s of the processor`);
await model.close();
