/** A workspace in a temporary folder, with the tiny golden BERT and sets of token ids for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import type { Run, RunOptions } from '../../src/shared/entities.ts';
import type { Job } from '../../src/shared/jobs.ts';

export const GOLDEN_BERT = join(import.meta.dirname, '../fixtures/golden/bert');

/** The golden BERT takes up to 40 tokens out of a vocabulary of 107. */
export const VOCABULARY = 107;

export interface IdPair {
  readonly original: readonly number[];
  readonly counterfactual: readonly number[];
  readonly neutral?: readonly number[];
  readonly cluster?: string;
  readonly label?: string;
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'pairlens-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function openWorkspace(home: string): Promise<Engine> {
  return openEngine({ home, shell: 'cli' });
}

/** Pairs of 3 to 14 tokens; in every other one the counterfactual has a token more. Labels 'even' and 'odd'. */
export function randomPairs(count: number, seed: number): IdPair[] {
  const generator = xoroshiro128plus(seed);
  const between = (low: number, high: number) => uniformInt(generator, low, high);
  return Array.from({ length: count }, (_, index) => {
    const original = Array.from({ length: between(3, 14) }, () => between(1, VOCABULARY - 1));
    const counterfactual = [...original];
    counterfactual.splice(between(0, original.length - 1), index % 2, between(1, VOCABULARY - 1));
    return { original, counterfactual, label: index % 2 === 0 ? 'even' : 'odd' };
  });
}

/**
 * The pairs, every third without a neutral, the others with one of other tokens than both sides: of the original's length
 * or, in every second of them, of a token more.
 */
export function withNeutrals(pairs: readonly IdPair[]): IdPair[] {
  return pairs.map((pair, index) => {
    if (index % 3 === 0) return pair;
    const taken = new Set([...pair.original, ...pair.counterfactual]);
    const other = Array.from({ length: VOCABULARY - 1 }, (_, id) => id + 1).find((id) => !taken.has(id)) ?? 0;
    return { ...pair, neutral: pair.original.toSpliced(index % 2, (index % 3) - 1, other) };
  });
}

export async function importPairs(engine: Engine, name: string, pairs: readonly IdPair[]): Promise<number> {
  const lines = pairs.map(({ original, counterfactual, neutral, cluster, label }) =>
    JSON.stringify({
      original_ids: original,
      counterfactual_ids: counterfactual,
      neutral_ids: neutral,
      cluster,
      label,
    }),
  );
  const { set } = await engine.sets.import({
    projectId: engine.defaultProject().id,
    name,
    fileName: `${name}.jsonl`,
    content: new Blob([lines.join('\n')]),
  });
  return set.id;
}

export function planRun(
  engine: Engine,
  setId: number,
  options: Partial<RunOptions> = {},
  controlSetId: number | null = null,
  model = GOLDEN_BERT,
): Promise<Run> {
  return engine.runs.create({
    projectId: engine.defaultProject().id,
    setId,
    controlSetId,
    model,
    options: { alignment: 'auto', keep: 'none', queries: 'auto', seed: 0, ...options },
  });
}

/** Starts the run and returns it when it has stopped, with what its progress said. */
export async function runToEnd(engine: Engine, id: number): Promise<{ run: Run; events: Job[] }> {
  const progress = engine.jobs.listen();
  engine.runs.start({ id });
  const events: Job[] = [];
  for await (const event of progress) {
    if (event.subject.runId !== id) continue;
    events.push(event);
    if (event.state !== 'running') break;
  }
  return { run: engine.runs.get({ id }), events };
}
