/** Pairs of a project, or of all, found by number or by words, with a run in which each can be looked at. */
import type { FoundPair, PairSearch } from '../../../shared/found-pairs.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { Turn } from '../threads/turns.ts';
import { foldCase, prepared, type ReadableDatabase } from './handles.ts';

/** Places of a set that are looked through together: some milliseconds. */
const AT_ONCE = 1000;

interface SearchedSet {
  id: number;
  name: string;
  projectId: number;
  projectName: string;
  /** Place of its last pair; null without any. */
  last: number | null;
}

interface FoundRow {
  pairId: number;
  position: number;
  original: string | null;
  counterfactual: string | null;
}

const COLUMNS = 'id AS pairId, position, original, counterfactual';
const OF_SET = 'FROM pair WHERE set_id = ? AND removed_at IS NULL';

/**
 * At most `limit` of them, those of the run's sets first, then by set and place. Others are heard between the steps, so that a search
 * that nobody waits for any more is stopped.
 * @throws PairlensError CANCELLED when the signal is aborted
 */
export async function findPairs(
  database: ReadableDatabase,
  { projectId, runId, by, limit }: PairSearch,
  signal?: AbortSignal,
): Promise<FoundPair[]> {
  const found: FoundPair[] = [];
  const turn = new Turn();
  for (const set of setsInOrder(database, projectId ?? null, runId ?? 0))
    for (const rows of 'number' in by
      ? [pairAt(database, set.id, by.number - 1)]
      : pairsWith(database, set, foldCase(by.words))) {
      found.push(...rows.map((row) => foundPair(database, set, row, runId ?? 0)));
      if (found.length >= limit) return found.slice(0, limit);
      if (turn.isOver) await turn.give();
      if (signal?.aborted === true)
        throw new PairlensError('CANCELLED', 'nobody waits for what was searched');
    }
  return found;
}

/** Those of the run that is looked at first. */
function setsInOrder(database: ReadableDatabase, projectId: number | null, runId: number): SearchedSet[] {
  return prepared<SearchedSet>(
    database,
    `SELECT sentence_set.id, sentence_set.name, project.id AS projectId, project.name AS projectName,
       (SELECT max(position) FROM pair WHERE set_id = sentence_set.id AND removed_at IS NULL) AS last
     FROM project JOIN sentence_set ON sentence_set.project_id = project.id
     WHERE project.id = coalesce(?, project.id) AND project.removed_at IS NULL
       AND sentence_set.removed_at IS NULL AND sentence_set.ready = 1
     ORDER BY (SELECT count(*) FROM run WHERE run.id = ? AND sentence_set.id IN (run.set_id, run.control_set_id)) DESC, sentence_set.id`,
  ).all(projectId, runId);
}

function pairAt(database: ReadableDatabase, setId: number, position: number): FoundRow[] {
  return prepared<FoundRow>(database, `SELECT ${COLUMNS} ${OF_SET} AND position = ?`).all(setId, position);
}

/** Pairs of a set with these words in a statement, some places at a time. @param words in one case */
function* pairsWith(
  database: ReadableDatabase,
  { id, last }: SearchedSet,
  words: string,
): Generator<FoundRow[]> {
  const search = prepared<FoundRow>(
    database,
    `SELECT ${COLUMNS} ${OF_SET} AND position >= ? AND position < ?
       AND instr(fold_case(concat_ws(char(10), original, counterfactual, neutral)), ?) > 0 ORDER BY position`,
  );
  for (let from = 0; from <= (last ?? -1); from += AT_ONCE) yield search.all(id, from, from + AT_ONCE, words);
}

function foundPair(
  database: ReadableDatabase,
  set: SearchedSet,
  { pairId, position, original, counterfactual }: FoundRow,
  runId: number,
): FoundPair {
  return {
    pairId,
    project: { id: set.projectId, name: set.projectName },
    set: { id: set.id, name: set.name },
    number: position + 1,
    original: original ?? '',
    counterfactual: counterfactual ?? '',
    runId: runOfPair(database, set.projectId, pairId, runId),
  };
}

/** `preferred`, if it has measured the pair, or the latest run of the project that has. */
function runOfPair(
  database: ReadableDatabase,
  projectId: number,
  pairId: number,
  preferred: number,
): number | null {
  const row = prepared<{ id: number }>(
    database,
    `SELECT run.id FROM run JOIN run_item AS item ON item.run_id = run.id AND item.pair_id = ?
     WHERE run.project_id = ? AND run.removed_at IS NULL AND item.role IN ('set', 'control') AND item.state = 'done'
     ORDER BY run.id = ? DESC, run.id DESC LIMIT 1`,
  ).get(pairId, projectId, preferred);
  return row?.id ?? null;
}
