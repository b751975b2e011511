import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import type { Run } from '../../src/shared/entities.ts';
import { ANALYSES } from '../../src/core/registries/analyses.ts';
import { procedures } from './contract-walk/procedures.ts';
import { unboundedPlaces } from './contract-walk/schema-bounds.ts';
import { walkContract } from './contract-walk/walk.ts';
import { SEED, times } from './scale.ts';
import { addSet, GOLDEN_BERT, GOLDEN_PAIRS, planRun, runPairs } from '../integration/workspaces.ts';

/** Of each procedure. */
const CALLS = times(30, 600);

describe('every input of the contract', () => {
  it.each(procedures().map(({ path, input }) => [path.join('.'), input] as const))(
    '%s has a bound for each text, list and number',
    (_, input) => {
      expect(input === undefined ? [] : unboundedPlaces(input)).toEqual([]);
    },
  );

  it('is looked at: the walk knows every procedure', () => {
    expect(procedures().length).toBeGreaterThan(50);
  });

  it.each(Object.values(ANALYSES))('$kind has bounds for its options', ({ options }) => {
    expect(unboundedPlaces(options)).toEqual([]);
  });
});

it.each<[z.ZodType, string]>([
  [z.object({ a: z.string() }), 'input.a'],
  [z.array(z.string().max(3)), 'input'],
  [z.array(z.string()).max(3), 'input[]'],
  [z.object({ a: z.union([z.null(), z.array(z.int()).optional()]) }), 'input.a'],
  [z.tuple([z.int()]).rest(z.int()), 'input[…]'],
  [z.record(z.string(), z.int()), 'input (record)'],
  [z.looseObject({}), 'input.*'],
  [z.string().trim().default(''), 'input'],
  [z.object({ a: z.int() }).and(z.object({ b: z.unknown() })), 'input.b (unknown)'],
  [z.number().min(0), 'input (a number without a bound)'],
])('what has no bound is found: %#', (schema, place) => {
  expect(unboundedPlaces(schema)).toEqual([place]);
});

describe('a walk through the contract', () => {
  let folder: string;
  let engine: Engine;
  let first: Run;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pairlens-walk-'));
    engine = await openEngine({
      home: join(folder, 'home'),
      shell: 'cli',
      environment: { PAIRLENS_OFFLINE: '1' },
    });
    const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
    const controlSetId = await addSet(engine, 'control', GOLDEN_PAIRS.slice(0, 2));
    first = await runPairs(engine, { setId, controlSetId });
    await planRun(engine, { setId });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it(
    'meets no INTERNAL, no call without an end, and leaves an engine that computes as before',
    async () => {
      const metricsOf = (run: Run) =>
        engine.results
          .page({
            runId: run.id,
            filter: { role: 'set', thresholds: [] },
            sort: { by: 'pair', direction: 'asc' },
            offset: 0,
            limit: 1000,
          })
          .map(({ metrics }) => metrics);
      const before = metricsOf(first);
      expect(before).toHaveLength(8 * GOLDEN_PAIRS.length);

      const report = await walkContract(engine, {
        seed: SEED,
        calls: CALLS,
        words: [
          GOLDEN_BERT,
          'induction',
          'statistics',
          'negation',
          'golden',
          'even',
          'heads',
          'a.csv',
          'original',
          '',
        ],
      });
      const outcomes = Object.entries(report.outcomes).map(([outcome, count]) => `${outcome} ${count}`);
      console.log(`hostile calls (seed ${SEED}): ${outcomes.join(', ')}`);
      expect(report.failures).toEqual([]);
      // Some of what was asked for was answered.
      expect(report.answered.size).toBeGreaterThan(40);
      expect(report.outcomes.BAD_REQUEST).toBeGreaterThan(procedures().length);

      const again = await runPairs(engine, { setId: await addSet(engine, 'again', GOLDEN_PAIRS) });
      expect(again).toMatchObject({ state: 'done', done: GOLDEN_PAIRS.length, failed: 0 });
      expect(metricsOf(again)).toEqual(before);
    },
    CALLS * 60_000,
  );
});
