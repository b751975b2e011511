/** (c) Opening a compiled model of BERT-base's size: at most 0.5 s. */
import { join } from 'node:path';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { writeBertCheckpoint } from './bert-checkpoint.ts';
import { median, result, secondsOf, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const OPENINGS = 5;

export const modelOpen: Benchmark = {
  name: 'open a compiled BERT-base',
  run: () =>
    withScratch(async (scratch) => {
      const folder = join(scratch, 'bert-base');
      await writeBertCheckpoint(folder);
      const options = { home: join(scratch, 'home'), resources: resourcesDir() };
      const compile = await secondsOf(async () => (await new ModelLibrary(options).open(folder)).close());
      const times: number[] = [];
      for (let i = 0; i < OPENINGS; i++)
        times.push(await secondsOf(async () => (await new ModelLibrary(options).open(folder)).close()));
      return [
        result(
          '(c) open a compiled BERT-base',
          median(times),
          's',
          0.5,
          `median of ${OPENINGS} openings and closings; hashing and compiling the 438 MB checkpoint before: ${compile.toFixed(1)} s`,
        ),
      ];
    }),
};
