/** Checks of runs: their rows, the pairs of their plans, their comparisons, and what they keep. */
import { soundnessWords, unhashedWords } from '../../../shared/run-soundness.ts';
import { inspectedRun } from '../runs/inspect-run.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { checkRow } from '../store/row-hashes.ts';
import { damageWords, isDamage } from '../store/sqlite-errors.ts';
import { readTensor, tensorPlaces } from '../store/tensors.ts';
import { type Check, damage, type Finding, remark, RESCUE } from './check.ts';

export const runs: Check = {
  name: 'runs',
  title: 'runs, their pairs and what was measured',
  *find({ database }): Generator<Finding> {
    for (const id of idsOf(database, 'model'))
      if (checkRow(database, 'model', id) === 'damaged')
        yield damage(`what is stored of model ${id} is not what was written`, RESCUE);
    for (const id of idsOf(database, 'run')) yield* ofRun(database, id);
  },
};

function* ofRun(database: ReadableDatabase, id: number): Generator<Finding> {
  try {
    const found = inspectedRun(database, id);
    for (const words of soundnessWords(id, found)) yield damage(words.replace(/\.$/, ''));
    const unhashed = unhashedWords(found);
    if (unhashed !== '') yield remark(`run ${id}: ${unhashed}`);
  } catch (error) {
    if (!isDamage(error) || !(error instanceof Error)) throw error;
    yield damage(`run ${id} cannot be read: ${damageWords(error)}`, RESCUE);
  }
}

export const tensors: Check = {
  name: 'tensors',
  title: 'activations that runs keep',
  *find({ database }): Generator<Finding> {
    const damaged = new Map<number, number>();
    let unhashed = 0;
    for (const { hashed, ...place } of tensorPlaces(database)) {
      if (!hashed) unhashed++;
      try {
        readTensor(database, place);
      } catch (error) {
        if (!isDamage(error)) throw error;
        damaged.set(place.runId, (damaged.get(place.runId) ?? 0) + 1);
      }
    }
    for (const [runId, count] of damaged)
      yield damage(
        `${count} tensors that run ${runId} keeps are not what was kept`,
        'they are computed again when they are looked at',
      );
    if (unhashed > 0)
      yield remark(`${unhashed} kept tensors were stored before Pairlens kept hashes, and cannot be checked`);
  },
};

function idsOf(database: ReadableDatabase, table: 'run' | 'model'): number[] {
  const there = table === 'run' ? 'WHERE removed_at IS NULL' : '';
  return database.prepare<[], number>(`SELECT id FROM ${table} ${there} ORDER BY id`).pluck().all();
}
