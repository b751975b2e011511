/**
 * Patching, which had a list of states and a form of its effect of its own, has those of the other analyses of effects, in
 * what is stored of its items (`states`) and of its result (`counts`; `effect` and `inserted_rule` instead of `settings` and
 * `least`). Its version becomes 2. docs/decisions/0136-one-form-of-states-and-effects.md
 */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

interface Tensor {
  readonly name: string;
  readonly axes: string;
  readonly dtype: string;
  readonly shape: string;
  readonly codec: string;
  readonly data: Buffer;
}

/** In the order of version 1: the number that a state has from now on. `none`, that there is no neutral, is -1. */
const STATES = [
  { was: 'measured', is: 0 },
  { was: 'same', is: 1 },
  { was: 'too long', is: 3 },
  { was: 'not aligned', is: 2 },
  { was: 'no position', is: 5 },
  { was: 'no token', is: 6 },
  { was: 'not apart', is: 4 },
  { was: 'none', is: -1 },
  { was: 'no neutral', is: 7 },
] as const;

const ARRAYS: Readonly<Record<string, string>> = {
  float32: 'Float32Array',
  float64: 'Float64Array',
  int32: 'Int32Array',
};

const ROW_COLUMNS = `id, project_id, kind, version, run_id, set_id, text_set_id, model_id, options, seed, total, subject_hash,
  weights_hash, tokenizer_hash, pairlens_version, ort_version, created_at`;

export function migrate(database: Database): void {
  const analyses = database
    .prepare<[], number>("SELECT id FROM analysis WHERE kind = 'patching' AND version = 1")
    .pluck()
    .all();
  for (const id of analyses) {
    renumberParts(database, id);
    rewriteResult(database, id);
    raiseVersion(database, id);
  }
}

function renumberParts(database: Database, id: number): void {
  const items = database
    .prepare<[number], { position: number; hash: string | null }>(
      'SELECT position, hash FROM analysis_item WHERE analysis_id = ?',
    )
    .all(id);
  const select = database.prepare<[number, number], Tensor>(
    `SELECT name, axes, dtype, shape, codec, data FROM analysis_part
     WHERE analysis_id = ? AND position = ? ORDER BY rowid`,
  );
  const update = database.prepare(
    `UPDATE analysis_part SET data = ? WHERE analysis_id = ? AND position = ? AND name = 'states'`,
  );
  const hash = database.prepare('UPDATE analysis_item SET hash = ? WHERE analysis_id = ? AND position = ?');
  for (const item of items) {
    const part = select.all(id, item.position);
    const states = part.find(({ name }) => name === 'states');
    if (states === undefined || !isSound(part, item.hash)) continue;
    const data = ofIntegers(integersOf(states.data).map((state) => STATES[state]?.is ?? -1));
    update.run(data, id, item.position);
    const renumbered = part.map((tensor) => (tensor === states ? { ...states, data } : tensor));
    if (item.hash !== null) hash.run(hashOf(renumbered), id, item.position);
  }
}

function rewriteResult(database: Database, id: number): void {
  const { result_hash: stored = null } =
    database
      .prepare<[number], { result_hash: string | null }>('SELECT result_hash FROM analysis WHERE id = ?')
      .get(id) ?? {};
  const result = database
    .prepare<[number], Tensor>(
      `SELECT name, axes, dtype, shape, codec, data FROM analysis_result WHERE analysis_id = ? ORDER BY rowid`,
    )
    .all(id);
  if (!isSound(result, stored)) return;
  const rewritten = inNewForm(result);
  if (rewritten === null) return;
  database.prepare('DELETE FROM analysis_result WHERE analysis_id = ?').run(id);
  const insert = database.prepare(
    `INSERT INTO analysis_result (analysis_id, name, axes, dtype, shape, codec, data)
     VALUES (@id, @name, @axes, @dtype, @shape, @codec, @data)`,
  );
  for (const tensor of rewritten) insert.run({ id, ...tensor });
  if (stored !== null)
    database.prepare('UPDATE analysis SET result_hash = ? WHERE id = ?').run(hashOf(rewritten), id);
}

/** The same tensors in the same order, with the new ones where the old ones stood; null where there is no such result. */
function inNewForm(result: readonly Tensor[]): Tensor[] | null {
  const bytes = (name: string) => result.find((tensor) => tensor.name === name)?.data;
  const [counts, settings, least] = [bytes('counts'), bytes('settings'), bytes('least')];
  if (counts === undefined || settings === undefined || least?.byteLength !== 8) return null;
  return result.flatMap((tensor) => {
    if (tensor.name === 'counts') return [countsFrom(tensor)];
    if (tensor.name === 'settings') return effectFrom(integersOf(settings), least.readDoubleLE());
    return tensor.name === 'least' ? [] : [tensor];
  });
}

/** By state, without `none`; then the counts that follow, as they were. */
function countsFrom(counts: Tensor): Tensor {
  const before = integersOf(counts.data);
  const byState = STATES.flatMap(({ is }, was) => (is === -1 ? [] : [{ is, count: before[was] ?? 0 }]));
  const ordered = byState.toSorted((a, b) => a.is - b.is).map(({ count }) => count);
  const after = [...ordered, ...before.slice(STATES.length)];
  return { ...counts, shape: JSON.stringify([after.length]), data: ofIntegers(after) };
}

/** Kind, position, pooling, toward and the rule for inserted tokens, as they were stored, and the least difference. */
function effectFrom(
  [kind = 0, position = -1, pooling = 0, toward = 0, inserted = 0]: readonly number[],
  least: number,
): Tensor[] {
  const ofFloats = (name: string, axes: string[], values: number[]): Tensor => ({
    name,
    axes: JSON.stringify(axes),
    dtype: 'float64',
    shape: JSON.stringify(axes.length === 0 ? [] : [values.length]),
    codec: 'none',
    data: Buffer.from(Float64Array.from(values).buffer),
  });
  return [
    ofFloats('effect', ['field'], [kind, pooling, toward, position, least]),
    ofFloats('inserted_rule', [], [inserted]),
  ];
}

/** A row that was not as it was hashed is not given a hash that it would be sound by. */
function raiseVersion(database: Database, id: number): void {
  const hashOfRow = () => {
    const row = database.prepare(`SELECT ${ROW_COLUMNS} FROM analysis WHERE id = ?`).raw(true).get(id);
    return sha256(JSON.stringify(['analysis', row]));
  };
  const stored = database
    .prepare<[number], string | null>('SELECT row_hash FROM analysis WHERE id = ?')
    .pluck()
    .get(id);
  const isSoundRow = stored === hashOfRow();
  database.prepare('UPDATE analysis SET version = 2 WHERE id = ?').run(id);
  if (isSoundRow) database.prepare('UPDATE analysis SET row_hash = ? WHERE id = ?').run(hashOfRow(), id);
}

/** What is damaged stays as it is, to be told of when it is used. */
function isSound(tensors: readonly Tensor[], hash: string | null): boolean {
  return hash === null || hash === hashOf(tensors);
}

/** The lists in `axes` and `shape` are put in as they are written: JSON as it was hashed, unless it is damaged. */
function hashOf(tensors: readonly Tensor[]): string {
  const said = tensors.map(({ name, axes, dtype, shape, data }) => {
    const length = data.byteLength / (dtype === 'float64' ? 8 : 4);
    return `[${JSON.stringify(name)},${axes},${shape},"${ARRAYS[dtype]}",${length}]`;
  });
  return sha256(
    `[${said.join(',')}]`,
    tensors.map(({ data }) => data),
  );
}

/** @param said a line of JSON */
function sha256(said: string, numbers: readonly Buffer[] = []): string {
  const hash = createHash('sha256').update(`${said}\n`);
  for (const bytes of numbers) hash.update(bytes);
  return hash.digest('hex');
}

function integersOf(data: Buffer): number[] {
  return Array.from({ length: Math.floor(data.byteLength / 4) }, (_, at) => data.readInt32LE(4 * at));
}

function ofIntegers(values: readonly number[]): Buffer {
  return Buffer.from(Int32Array.from(values).buffer);
}
