/**
 * (k) AttnResLnN of a text of 512 tokens, every layer of a model of BERT-base's size: at most 3 times the forward pass, and
 * at most 1 GB (1e9 bytes) over the model's weights at its highest, in a process that does nothing else.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeBertCheckpoint } from './bert-checkpoint.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const TOKENS = 512;
const ROUNDS = 5;

const output = z.object({ forward: z.array(z.number()), norms: z.array(z.number()), peak: z.number() });

async function child(folder: string, home: string, what: string, rounds: number) {
  const file = join(import.meta.dirname, 'norms-child.ts');
  const parameters = [file, folder, home, String(TOKENS), what, String(rounds)];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return output.parse(JSON.parse(stdout));
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

export const norms: Benchmark = {
  name: 'norms',
  run: () =>
    withScratch(async (scratch) => {
      const folder = join(scratch, 'bert-base');
      const home = join(scratch, 'home');
      const weights = await writeBertCheckpoint(folder);
      // Compiles it, so that no other process has that among its memory.
      await child(folder, home, 'forward', 0);
      const { forward, norms: taken } = await child(folder, home, 'forward+norms', ROUNDS);
      const { peak } = await child(folder, home, 'norms', 1);
      const alone = await child(folder, home, 'forward', 1);
      const seconds = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(', ');
      return [
        result(
          `(k) AttnResLnN of ${TOKENS} tokens against the forward pass`,
          median(taken) / median(forward),
          'x',
          3,
          `medians of ${ROUNDS}, in turns: ${seconds(taken)} s against ${seconds(forward)} s`,
        ),
        result(
          `(k) peak memory of AttnResLnN of ${TOKENS} tokens over the weights`,
          (peak - weights) / 1e9,
          'GB',
          1,
          `resident at its highest ${megabytes(peak)}, of which the weights have ${megabytes(weights)}; ` +
            `the forward pass with all hook points ${megabytes(alone.peak)}`,
        ),
      ];
    }),
};
