/**
 * Runs a text through a checkpoint, as the engine does: `forward` for what leaves its last block, `norms` for AttnResLnN of
 * all layers, each as often as asked, in turns. Prints {"forward": seconds, "norms": seconds, "peak": bytes}.
 */
import { normOutput } from '../src/core/architectures/norm-names.ts';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { footprint, secondsOf } from './measure.ts';

const [folder = '', home = '', tokens = '', what = '', rounds = ''] = process.argv.slice(2);
const model = await new ModelLibrary({ home, resources: resourcesDir() }).open(folder);
const inputIds = [
  Array.from({ length: Number(tokens) }, (_, at) => (at * 101) % model.dimensions.vocabularySize),
];
const names = Array.from({ length: model.dimensions.layers }, (_, layer) =>
  normOutput(layer, 'attn_res_ln_n'),
);
const work = {
  forward: () => model.run({ inputIds }, ['resid_final']),
  norms: () => model.runVariant({ inputIds }, names, {}),
};
const asked = what.split('+').filter((name) => name === 'forward' || name === 'norms');
const seconds: Record<'forward' | 'norms', number[]> = { forward: [], norms: [] };
// The first of each opens its session.
for (let round = -1; round < Number(rounds); round++)
  for (const name of asked) {
    const taken = await secondsOf(work[name]);
    if (round >= 0) seconds[name].push(taken);
  }
process.stdout.write(`${JSON.stringify({ ...seconds, peak: footprint().peak })}\n`);
await model.close();
