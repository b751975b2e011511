/** (g) Compiling a checkpoint of BERT-base's size: seconds, and peak memory over the size of its file. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeBertCheckpoint } from './bert-checkpoint.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const COMPILES = 3;

/** What compile-child.ts prints. */
interface Compiled {
  readonly hashSeconds: number;
  readonly compileSeconds: number;
  /** Resident set at its highest, before the checkpoint was touched and at the end. */
  readonly idleBytes: number;
  readonly peakBytes: number;
}

async function compileOnce(folder: string, home: string): Promise<Compiled> {
  const child = join(import.meta.dirname, 'compile-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, folder, home]);
  return JSON.parse(stdout) as Compiled;
}

export const compile: Benchmark = {
  name: 'compile BERT-base',
  run: () =>
    withScratch(async (scratch) => {
      const folder = join(scratch, 'bert-base');
      const fileBytes = await writeBertCheckpoint(folder);
      const runs: Compiled[] = [];
      for (let i = 0; i < COMPILES; i++) runs.push(await compileOnce(folder, join(scratch, `home-${i}`)));
      const of = (value: (run: Compiled) => number) => median(runs.map(value));
      const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
      return [
        result(
          '(g) compile BERT-base',
          of(({ compileSeconds }) => compileSeconds),
          's',
          null,
          `median of ${COMPILES}, each in a process of its own, to the disk and synced; hashing the weights before: ` +
            `${of(({ hashSeconds }) => hashSeconds).toFixed(2)} s`,
        ),
        result(
          '(g) peak memory of compiling over the checkpoint',
          of(({ peakBytes }) => peakBytes) / fileBytes,
          'x',
          1,
          `resident set at its highest ${megabytes(of(({ peakBytes }) => peakBytes))}, of which ` +
            `${megabytes(of(({ idleBytes }) => idleBytes))} is the program; the file has ${megabytes(fileBytes)}`,
        ),
      ];
    }),
};
