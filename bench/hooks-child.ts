/**
 * Runs a checkpoint for all its hook points, as the engine does, for a program that compares: see
 * scripts/models/eager_hooks.py. Each line of standard input is {"rows": […], "repeats": N}; each line of standard
 * output {"seconds": […], "hooks": how many, "check": mean of abs(resid_final)}.
 */
import { createInterface } from 'node:readline';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { secondsOf } from './measure.ts';

interface Request {
  readonly rows: readonly (readonly number[])[];
  readonly repeats: number;
}

const [folder = '', home = ''] = process.argv.slice(2);
const model = await new ModelLibrary({ home, resources: resourcesDir() }).open(folder);
for await (const line of createInterface({ input: process.stdin })) {
  const { rows, repeats } = JSON.parse(line) as Request;
  const seconds: number[] = [];
  let check = 0;
  for (let i = 0; i < repeats; i++)
    seconds.push(
      await secondsOf(async () => {
        const activations = await model.run({ inputIds: rows }, model.hooks);
        const { data } = activations.get('resid_final') ?? { data: new Float32Array() };
        check = data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length;
      }),
    );
  process.stdout.write(`${JSON.stringify({ seconds, hooks: model.hooks.length, check })}\n`);
}
await model.close();
