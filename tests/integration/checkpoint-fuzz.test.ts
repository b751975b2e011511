/** Folders of every family with anything in their config.json, or in the index of their shards. */
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileCheckpoint } from '../../src/core/architectures/families.ts';
import { parseSafetensorsHeader } from '../../src/core/checkpoints/safetensors.ts';
import { CoreError } from '../../src/core/errors.ts';
import { readCheckpointFolder } from '../../src/main/engine/checkpoints/checkpoint-folder.ts';
import { indexTensors } from '../../src/main/engine/checkpoints/stored-tensors.ts';
import { PairlensError } from '../../src/shared/errors.ts';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden');
const FAMILIES = ['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox', 'llama', 'attention_only'];

const strange = fc.oneof(
  fc.constantFrom(
    0,
    -1,
    1,
    2,
    3,
    7,
    0.5,
    64,
    1e6,
    2 ** 31,
    2 ** 53,
    1e300,
    null,
    true,
    false,
    '',
    'gelu',
    'yes',
  ),
  fc.constantFrom([], {}, [1, 2], { type: 'linear', factor: 2 }, { rope_type: 'llama3' }),
  fc.integer(),
  fc.string({ maxLength: 8 }),
);

describe.each(FAMILIES)('a config of %s in which some values are others', (family) => {
  const folder = join(GOLDEN, family);
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
  const { tensors } = parseSafetensorsHeader(readFileSync(join(folder, 'model.safetensors')));

  it('compiles, or brings a CoreError', () => {
    expect(compileCheckpoint(config, tensors).dimensions.layers).toBeGreaterThan(0);
    const change = fc.tuple(fc.constantFrom(...Object.keys(config), 'hidden_act', 'rope_scaling'), strange);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        try {
          compileCheckpoint({ ...config, ...Object.fromEntries(changes) }, tensors);
        } catch (error) {
          expect(error).toBeInstanceOf(CoreError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pairlens-fuzz-'));
    await cp(join(GOLDEN, 'bert/model.safetensors'), join(folder, 'one.safetensors'));
  });

  afterEach(async () => rm(folder, { recursive: true }));

  it('with any config.json and any index brings nothing but a PairlensError', async () => {
    const text = (usual: fc.Arbitrary<unknown>) =>
      fc.oneof(
        fc.string(),
        fc.json(),
        usual.map((value) => JSON.stringify(value)),
      );
    const name = fc.constantFrom(
      'one.safetensors',
      '..',
      '../one.safetensors',
      '.',
      '/etc/passwd',
      '',
      'a\0b',
    );
    const tensor = fc.constantFrom('cls.predictions.bias', 'a.weight', '__proto__');
    const index = fc.record({ weight_map: fc.oneof(fc.dictionary(tensor, name), strange) });
    const indexFile = fc.constantFrom('model.safetensors.index.json', 'pytorch_model.bin.index.json');
    await fc.assert(
      fc.asyncProperty(
        text(fc.constant({ model_type: 'bert' })),
        indexFile,
        text(index),
        async (config, file, content) => {
          await writeFile(join(folder, 'config.json'), config);
          await writeFile(join(folder, file), content);
          try {
            const checkpoint = await readCheckpointFolder(folder);
            expect(checkpoint.weightFiles).toEqual([join(folder, 'one.safetensors')]);
            await indexTensors(checkpoint);
          } catch (error) {
            expect(error).toBeInstanceOf(PairlensError);
          } finally {
            await rm(join(folder, file));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
