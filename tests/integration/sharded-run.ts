/** Shards of a small run of the tiny golden BERT, as processes of their own compute them. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { type PartRecord, partRecord } from '../../src/main/engine/shards/part-record.ts';
import type { ShardOutcome } from '../../src/main/engine/shards/service.ts';
import type { Run, RunOptions } from '../../src/shared/entities.ts';
import { importPairs, planRun, randomPairs, withNeutrals } from './workspace.ts';

export const SHARDS = 4;
const tooLong = Array.from({ length: 41 }, (_, at) => at + 1);
/** One that fails, and one whose neutral alone does. */
const FAILING = [
  { original: tooLong, counterfactual: [...tooLong.slice(1), 1], label: 'even' },
  { original: [5, 6, 7], counterfactual: [5, 8, 7], neutral: tooLong, label: 'odd' },
];
export const SET = [...withNeutrals(randomPairs(300, 1)), ...FAILING];
export const CONTROL = [...randomPairs(80, 2), { original: tooLong, counterfactual: tooLong.toReversed() }];

interface ShardCall extends Partial<RunOptions> {
  readonly of?: number;
  readonly keepFailures?: boolean;
  readonly to: string;
}

export class ShardedRun {
  readonly #folder: string;
  readonly #home: string;
  #opened = 0;

  /** @param folder for workspaces and the compiled model */
  constructor(folder: string, home = join(folder, 'home')) {
    this.#folder = folder;
    this.#home = home;
  }

  open(name: string): Promise<Engine> {
    return openEngine({ home: this.#home, shell: 'cli', storePath: join(this.#folder, `${name}.sqlite`) });
  }

  async planned(engine: Engine, options: Partial<RunOptions> = {}): Promise<Run> {
    const setId = await importPairs(engine, 'pairs', SET);
    const controlSetId = await importPairs(engine, 'control', CONTROL);
    return planRun(engine, setId, options, controlSetId);
  }

  /** As a process of its own does it: in a workspace that nobody else has. */
  async shard(
    shard: number,
    { of = SHARDS, to, keepFailures, ...options }: ShardCall,
  ): Promise<ShardOutcome> {
    const name = `shard-${this.#opened++}`;
    const engine = await this.open(name);
    try {
      const { id } = await this.planned(engine, options);
      return await engine.shards.compute({ runId: id, shard, of, folder: to, keepFailures });
    } finally {
      await engine.close();
      rmSync(join(this.#folder, `${name}.sqlite`));
    }
  }
}

export function recordOf(number: number, from: string): PartRecord {
  const text = readFileSync(join(from, `part-${number}-of-${SHARDS}.json`), 'utf8');
  return partRecord.parse(JSON.parse(text));
}
