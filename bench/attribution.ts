/**
 * (q) Attribution under the pointer: from a token of a text of 64 tokens to what its prediction comes from, by head and by source
 * token, for GPT-2's shape (12 layers, 12 heads, width 768, 50,257 words): at most 100 ms. The forward pass was made when the
 * text was typed. Each time another token and another target.
 */
import { join } from 'node:path';
import { openEngine } from '../src/main/engine/engine.ts';
import { writeCheckpoint } from './bert-checkpoint.ts';
import { gpt2 } from './gpt2-checkpoint.ts';
import { median, result, secondsOf, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const SIZES = { layers: 12, heads: 12, width: 768 };
const WORDS = 50_257;
const TOKENS = 64;
const ROUNDS = 25;

export const attribution: Benchmark = {
  name: 'attribution',
  run: () =>
    withScratch(async (scratch) => {
      const folder = join(scratch, 'gpt2');
      const { config, shapes } = gpt2(SIZES, WORDS);
      await writeCheckpoint(folder, config, shapes);
      const engine = await openEngine({ home: join(scratch, 'home'), shell: 'cli' });
      try {
        const ids = Array.from({ length: TOKENS }, (_, at) => (at * 997 + 11) % WORDS);
        const input = { name: folder, ids };
        const typed = await secondsOf(() => engine.textReadings.predictions(input));
        const first = await secondsOf(() => engine.textReadings.attribution({ ...input, position: 0 }));
        const times: number[] = [];
        for (let round = 0; round < ROUNDS; round++)
          times.push(
            1000 *
              (await secondsOf(() =>
                engine.textReadings.attribution({
                  ...input,
                  position: (round * 7 + 20) % TOKENS,
                  target: (round * 2003 + 5) % WORDS,
                }),
              )),
          );
        return [
          result(
            '(q) attribution of a token under the pointer',
            median(times),
            'ms',
            100,
            `median of ${ROUNDS} tokens of ${TOKENS}, slowest ${Math.max(...times).toFixed(0)} ms; the first, which reads the weights, ${(1000 * first).toFixed(0)} ms; predictions of the text, with opening the model, ${(1000 * typed).toFixed(0)} ms`,
          ),
        ];
      } finally {
        await engine.close();
      }
    }),
};
