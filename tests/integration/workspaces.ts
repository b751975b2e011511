/** Workspaces for tests: an engine in a folder of its own, and runs on it that have come to their end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { listPairs } from '../../src/main/engine/store/pairs.ts';
import { projectRoot } from '../../src/main/engine/paths.ts';
import { runOptions, type Pair, type Run, type RunOptions } from '../../src/shared/entities.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };

/** Two layers of four heads, 107 token ids, no tokenizer. */
export const GOLDEN_BERT = join(projectRoot(), 'tests/fixtures/golden/bert');
export const MINILM = 'all-MiniLM-L6-v2';

export interface Workspace {
  readonly engine: Engine;
  /** A folder of its own, for whatever the test writes. */
  readonly folder: string;
  /** Closes the engine and removes the folder. */
  dispose(): Promise<void>;
}

export async function openWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'pairlens-test-'));
  const engine = await openEngine({ home: join(folder, 'home'), shell: 'cli' });
  return {
    engine,
    folder,
    async dispose() {
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface IdPair {
  readonly original_ids: readonly number[];
  readonly counterfactual_ids: readonly number[];
  readonly neutral_ids?: readonly number[];
  /** A token id in digits. */
  readonly answer?: string;
  readonly wrong_answer?: string;
  readonly label?: string;
  readonly cluster?: string;
}
export interface TextPair {
  readonly original: string;
  readonly counterfactual: string;
  readonly label?: string;
  readonly neutral?: string;
}

/** The pairs whose metrics PyTorch computed, with one of unequal lengths after them. */
export const GOLDEN_PAIRS: readonly IdPair[] = [
  ...golden.map(({ original_ids, counterfactual_ids }, index) => ({
    original_ids,
    counterfactual_ids,
    label: index % 2 === 0 ? 'even' : 'odd',
  })),
  { original_ids: [14, 27, 30, 31, 36], counterfactual_ids: [14, 27, 99, 30, 31, 36], label: 'longer' },
];

/** Imports pairs as a JSONL file and returns the id of the set. */
export async function addSet(
  engine: Engine,
  name: string,
  pairs: readonly (IdPair | TextPair)[],
): Promise<number> {
  const content = new Blob([pairs.map((pair) => JSON.stringify(pair)).join('\n')]);
  const { set } = await engine.sets.import({
    projectId: engine.defaultProject().id,
    name,
    fileName: `${name}.jsonl`,
    content,
  });
  return set.id;
}

export interface RunRequest {
  readonly setId: number;
  readonly controlSetId?: number;
  readonly model?: string;
  readonly options?: Partial<RunOptions>;
}

export async function planRun(engine: Engine, request: RunRequest): Promise<Run> {
  return engine.runs.create({
    projectId: engine.defaultProject().id,
    setId: request.setId,
    controlSetId: request.controlSetId ?? null,
    model: request.model ?? GOLDEN_BERT,
    options: runOptions.parse(request.options ?? {}),
  });
}

/** Starts the run and waits for its end. */
export function finishRun(engine: Engine, id: number): Promise<Run> {
  return engine.runs.finish({ id });
}

export async function runPairs(engine: Engine, request: RunRequest): Promise<Run> {
  return finishRun(engine, (await planRun(engine, request)).id);
}

/** The pairs of a set, in its order. */
export function pairsOf(engine: Engine, setId: number): Pair[] {
  return listPairs(engine.store.database, { setId, offset: 0, limit: 1000 });
}
