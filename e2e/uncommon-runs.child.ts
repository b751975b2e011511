/**
 * Runs that no form starts so, in a home's workspace, one after the other: of a model of 30 layers, of pairs one of which fails, and
 * of pairs that all fail.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BERT_BASE, bertShapes, writeCheckpoint } from '../bench/bert-checkpoint.ts';
import { openEngine } from '../src/main/engine/engine.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { runOptions } from '../src/shared/entities.ts';

const [, , home = ''] = process.argv;
const engine = await openEngine({ home, shell: 'cli' });

/** As wide as it must be for nine heads, with the tokenizer of a bundled model: 7 MB. @returns its name */
async function modelOfManyLayers(): Promise<string> {
  const folder = join(home, 'deep-30');
  const config = {
    ...BERT_BASE,
    vocab_size: 8192,
    hidden_size: 72,
    num_hidden_layers: 30,
    num_attention_heads: 9,
    intermediate_size: 144,
    max_position_embeddings: 128,
  };
  // Large enough that heads differ.
  await writeCheckpoint(folder, config, bertShapes(config), (index) => 0.4 * Math.sin(index * index));
  for (const file of ['tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(resourcesDir(), 'models', 'bert-novel-tiny', file), join(folder, file));
  const { jobId } = await engine.models.add({ from: 'folder', folder, name: 'deep-30' });
  await engine.jobs.ended(jobId);
  return 'deep-30';
}

/** Nine labels of two pairs each. */
const LABELLED = ['tall', 'late', 'kind', 'here', 'old', 'glad', 'sure', 'calm', 'busy']
  .flatMap((word) => ['She', 'It'].map((who) => `${who} is ${word}.,${who} is not ${word}.,of ${word}`))
  .join('\n');

/** More tokens than any of the models takes. */
const TOO_LONG = 'word '.repeat(300);
const SETS = {
  deep: LABELLED,
  'one-fails': `We are here.,We are not here.\n${TOO_LONG},not ${TOO_LONG}`,
  'all-fail': `${TOO_LONG},not ${TOO_LONG}\nthe ${TOO_LONG},not the ${TOO_LONG}`,
};

try {
  const projectId = engine.defaultProject().id;
  const many = await modelOfManyLayers();
  for (const [name, pairs] of Object.entries(SETS)) {
    const file = join(home, `${name}.csv`);
    writeFileSync(
      file,
      `${name === 'deep' ? 'original,counterfactual,label' : 'original,counterfactual'}\n${pairs}`,
    );
    const { id: setId } = await engine.sets.resolve({ projectId, nameOrPath: file });
    const { id } = await engine.runs.create({
      projectId,
      setId,
      controlSetId: null,
      model: name === 'deep' ? many : 'attn-only-2l',
      options: runOptions.parse({}),
    });
    const jobs = engine.jobs.listen();
    engine.runs.start({ id });
    for await (const { subject, state } of jobs)
      if (subject.runId === id && state !== 'running' && state !== 'waiting') break;
  }
} finally {
  await engine.close();
}
