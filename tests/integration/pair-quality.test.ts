/** What is to be known of pairs, tokenizer and model together: before a run, of a stored one, in its files. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { exportRun } from '../../src/main/engine/exports/export-run.ts';
import { readRunPaces } from '../../src/main/engine/store/run-paces.ts';
import type { Run } from '../../src/shared/entities.ts';
import type { RunCheck } from '../../src/shared/pair-quality.ts';
import {
  addSet,
  GOLDEN_BERT,
  type IdPair,
  MINILM,
  openWorkspace,
  pairsOf,
  planRun,
  runPairs,
  type TextPair,
  type Workspace,
} from './workspaces.ts';

/** ../shared/field/same-tokens, and two more. */
const SAME_TOKENS: readonly TextPair[] = [
  { original: 'ภาษาไทย ดี', counterfactual: 'ภาษาไทย ไม่ดี' },
  { original: 'Paul ran', counterfactual: 'paul ran' },
  { original: 'She ran', counterfactual: 'She ran' },
  { original: 'She ran', counterfactual: 'She did not run' },
  { original: 'a café', counterfactual: 'a cafe' },
];

let workspace: Workspace;
const secondsOf = ({ startedAt, finishedAt }: Run): number =>
  (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

async function checked(
  setId: number,
  model: string,
  alignment: 'auto' | 'position' = 'auto',
): Promise<RunCheck> {
  const { engine } = workspace;
  const projectId = engine.defaultProject().id;
  let last: RunCheck | undefined;
  for await (const state of engine.runs.check({ projectId, setId, controlSetId: null, model, alignment }))
    last = state;
  return last ?? expect.unreachable('a check ends with all of it');
}

describe('pairs that a tokenizer cannot tell apart', () => {
  let run: Run;
  let setId: number;
  beforeAll(async () => {
    setId = await addSet(workspace.engine, 'same', SAME_TOKENS);
    run = await runPairs(workspace.engine, { setId, model: MINILM });
  });

  test('are counted by why, with the unknown tokens, and named', () => {
    const { counted, roles } = workspace.engine.runs.quality({ id: run.id });
    expect(counted).toBe(true);
    expect(roles).toMatchObject([
      {
        role: 'set',
        measured: 5,
        noted: [
          { note: 'equal', pairs: 1, examples: [{ position: 2, original: 'She ran', compared: 'She ran' }] },
          { note: 'case', pairs: 1, examples: [{ position: 1 }] },
          { note: 'unknown', pairs: 1, examples: [{ position: 0 }] },
          { note: 'normalised', pairs: 1, examples: [{ position: 4 }] },
          // Two words on each side.
          { note: 'unknown_tokens', pairs: 1, tokens: 4, examples: [{ position: 0 }] },
        ],
        failed: [],
      },
    ]);
  });

  test('are told before the run as they are after it, and nothing is computed for that', async () => {
    const { roles, checked: count, total, load } = await checked(setId, MINILM);
    expect({ count, total }).toEqual({ count: 5, total: 5 });
    expect(roles).toEqual(workspace.engine.runs.quality({ id: run.id }).roles);
    expect(load.comparisons).toBe(5);
  });

  test('are as large as they were foretold: every weight of a kept pattern is counted', async () => {
    const { load } = await checked(setId, MINILM);
    const { database } = workspace.engine.store;
    const stored = database
      .prepare<[number], { bytes: number }>('SELECT sum(length(data)) AS bytes FROM tensor WHERE run_id = ?')
      .get(run.id);
    expect(stored?.bytes).toBe(4 * 6 * 12 * load.squares);
    const [pace] = readRunPaces(database);
    expect(pace).toMatchObject({ tokens: load.tokens, squares: load.squares });
    expect(pace?.seconds).toBeCloseTo(secondsOf(run), 1);
  });

  test('measure as no change, and the pair says why', async () => {
    const { engine } = workspace;
    const [thai, , , told] = pairsOf(engine, setId);
    const detail = await engine.pairs.detail({ runId: run.id, pairId: thai?.id ?? 0 });
    expect(detail.notes).toEqual([
      { note: 'unknown', tokens: 0 },
      { note: 'unknown_tokens', tokens: 4 },
    ]);
    expect(detail.heads.flat().every(({ max_attention_diff: value }) => value === 0)).toBe(true);
    expect((await engine.pairs.detail({ runId: run.id, pairId: told?.id ?? 0 })).notes).toEqual([]);
  });

  test('stand in run.json, with what they do to the numbers', async () => {
    const folder = join(workspace.folder, 'export');
    await exportRun(workspace.engine, run.id, folder);
    const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
      quality: { set: { noted: unknown[]; in_words: string[] } };
      findings: { caveats: string[] };
    };
    const words =
      'In 4 of 5 pairs this tokenizer cannot tell the two sides apart (1 has equal sides, 1 differs in case alone, 1 differs in unknown tokens alone, 1 differs in accents, spaces or the like): they count as “no change” at every head and draw the means towards it.';
    expect(record.quality.set.noted).toContainEqual({ note: 'case', pairs: 1, first: [2] });
    expect(record.quality.set.in_words[0]).toBe(words);
    expect(record.findings.caveats).toContain(words);
  });

  test('are unknown of a run of before', async () => {
    const { engine } = workspace;
    const old = await runPairs(engine, { setId, model: MINILM });
    const database = new Database(engine.store.path);
    database.prepare('UPDATE run SET noted = 0 WHERE id = ?').run(old.id);
    database.close();
    expect(engine.runs.quality({ id: old.id })).toMatchObject({ counted: false, roles: [{ noted: [] }] });
    const [pair] = pairsOf(engine, setId);
    expect((await engine.pairs.detail({ runId: old.id, pairId: pair?.id ?? 0 })).notes).toBeNull();
  });
});

describe('before a run', () => {
  const set = (name: string, pairs: readonly (IdPair | TextPair)[]) => addSet(workspace.engine, name, pairs);

  test('texts for a model without tokenizer', async () => {
    const { roles } = await checked(await set('texts', SAME_TOKENS), GOLDEN_BERT);
    expect(roles).toMatchObject([
      { role: 'set', measured: 0, failed: [{ code: 'TOKENIZER_MISSING', pairs: 5 }] },
    ]);
  });

  test('too long, ids of another vocabulary, alignments that cannot be', async () => {
    const setId = await set('ids', [
      { original_ids: Array<number>(41).fill(5), counterfactual_ids: [5, 6] },
      { original_ids: [5, 107], counterfactual_ids: [5, 6] },
      { original_ids: [5, 6, 7], counterfactual_ids: [5, 6] },
      { original_ids: [5], counterfactual_ids: [6] },
    ]);
    expect((await checked(setId, GOLDEN_BERT)).roles).toMatchObject([
      {
        measured: 2,
        noted: [{ note: 'one_token', pairs: 1, examples: [{ position: 3, original: '5', compared: '6' }] }],
        failed: [
          { code: 'SENTENCE_TOO_LONG', pairs: 1 },
          { code: 'INPUT_INVALID', pairs: 1 },
        ],
      },
    ]);
    expect((await checked(setId, GOLDEN_BERT, 'position')).roles[0]?.measured).toBe(1);
  });

  test('Hebrew for an English vocabulary', async () => {
    const setId = await set('hebrew', [
      { original: 'הילד רץ', counterfactual: 'הילד לא רץ' },
      { original: 'הילד רץ', counterfactual: 'הילדה רצה' },
    ]);
    const [quality] = (await checked(setId, 'bert-novel-tiny')).roles;
    expect(quality?.noted.map(({ note, pairs }) => [note, pairs])).toEqual([
      // Two unknown words against two; three are another length.
      ['unknown', 1],
      ['unknown_tokens', 2],
    ]);
    expect(quality?.noted.at(-1)?.tokens).toBe(2 + 3 + 2 + 2);
  });

  test('what is wrong with the request itself is said', async () => {
    await expect(checked(999, GOLDEN_BERT)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const setId = await set('other', [{ original_ids: [1, 2], counterfactual_ids: [1, 3] }]);
    await expect(checked(setId, '/nowhere')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('a checkpoint that overflows on a text', () => {
  /** The embeddings of one token, and those of the second position, are finite; their sum is not. */
  function overflowing(token: number): string {
    const folder = join(workspace.folder, `overflow-${token}`);
    cpSync(GOLDEN_BERT, folder, { recursive: true });
    const path = join(folder, 'model.safetensors');
    const tensors = new Map(readSafetensors(new Uint8Array(readFileSync(path))));
    const fill = (ending: string, row: number) => {
      const name = [...tensors.keys()].find((key) => key.endsWith(ending)) ?? expect.unreachable();
      const { shape, data } = tensors.get(name) ?? expect.unreachable();
      const [, width = 0] = shape;
      const filled = Float32Array.from(data, (value, at) => (Math.floor(at / width) === row ? 3e38 : value));
      tensors.set(name, { shape, data: filled });
    };
    fill('word_embeddings.weight', token);
    fill('position_embeddings.weight', 1);
    writeFileSync(path, writeSafetensors(tensors));
    return folder;
  }

  test('fails that pair alone, by the first hook point that is not finite', async () => {
    const { engine } = workspace;
    const pairs = [
      { original_ids: [5, 6, 7], counterfactual_ids: [5, 8, 7] },
      { original_ids: [5, 6, 7], counterfactual_ids: [5, 50, 7] },
      { original_ids: [6, 50, 7, 9], counterfactual_ids: [8, 50, 7, 9] },
      { original_ids: [50, 6], counterfactual_ids: [50, 8] },
    ];
    const setId = await addSet(engine, 'overflow', pairs);
    const model = overflowing(50);
    const run = await runPairs(engine, { setId, model, options: { keep: 'none' } });
    expect(run).toMatchObject({ state: 'done', done: 2, failed: 2, canResume: false });
    expect(engine.runs.errors({ id: run.id })).toMatchObject([
      {
        position: 1,
        code: 'ACTIVATION_NOT_FINITE',
        message: expect.stringMatching(
          /^on the counterfactual the model computes .* first at hook_full_embed$/,
        ) as string,
      },
      { position: 2, message: expect.stringContaining('on the original') as string },
    ]);
    expect(engine.runs.quality({ id: run.id }).roles[0]?.failed).toMatchObject([
      { code: 'ACTIVATION_NOT_FINITE', pairs: 2 },
    ]);

    // Those beside them are as without them.
    const page = (id: number) =>
      engine.results.page({
        runId: id,
        filter: { role: 'set', thresholds: [] },
        sort: { by: 'pair', direction: 'asc' },
        offset: 0,
        limit: 1000,
      });
    const alone = await addSet(engine, 'sound', [
      pairs[0] ?? expect.unreachable(),
      pairs[3] ?? expect.unreachable(),
    ]);
    const sound = await runPairs(engine, { setId: alone, model });
    const values = (id: number) => page(id).map(({ metrics }) => metrics.attention_js_divergence ?? NaN);
    expect(values(run.id)).toHaveLength(16);
    values(sound.id).forEach((value, at) => expect(values(run.id)[at]).toBeCloseTo(value, 6));
  });

  test('is said where a person probes it', async () => {
    const { engine } = workspace;
    await expect(
      engine.models.probe({ name: join(workspace.folder, 'overflow-50'), ids: [5, 50] }),
    ).rejects.toMatchObject({ code: 'ACTIVATION_NOT_FINITE' });
    await engine.models.probe({ name: join(workspace.folder, 'overflow-50'), ids: [5, 6] });
  });

  test('leaves nothing to resume where all pairs fail', async () => {
    const { engine } = workspace;
    const setId = await addSet(engine, 'all', [{ original_ids: [6, 50], counterfactual_ids: [8, 50] }]);
    const planned = await planRun(engine, { setId, model: join(workspace.folder, 'overflow-50') });
    expect(planned.canResume).toBe(true);
    const run = await engine.runs.finish({ id: planned.id });
    expect(run).toMatchObject({ state: 'failed', canResume: false });
    expect(() => engine.runs.start({ id: run.id })).toThrow('would fail again');
  });
});
