/** Pairs of a project, or of all, found by number or by words, with a run in which each can be looked at. */
import type { FoundPair, PairSearch } from '../../../shared/found-pairs.ts';
import { foldCase, prepared, type ReadableDatabase } from './handles.ts';

interface FoundRow {
  pairId: number;
  projectId: number;
  projectName: string;
  setId: number;
  setName: string;
  position: number;
  original: string | null;
  counterfactual: string | null;
}

const COLUMNS = `pair.id AS pairId, project.id AS projectId, project.name AS projectName, pair.set_id AS setId, sentence_set.name AS setName, pair.position, pair.original,
  pair.counterfactual`;
const OF_PROJECT = `FROM project JOIN sentence_set ON sentence_set.project_id = project.id JOIN pair ON pair.set_id = sentence_set.id
  WHERE project.id = coalesce(?, project.id) AND project.removed_at IS NULL AND sentence_set.removed_at IS NULL AND sentence_set.ready = 1
    AND pair.removed_at IS NULL`;
/** Sets in their order; those of the run that is looked at first. */
const IN_ORDER = `ORDER BY (SELECT count(*) FROM run WHERE run.id = ? AND sentence_set.id IN (run.set_id, run.control_set_id)) DESC,
  sentence_set.id, pair.position LIMIT ?`;

/** At most `limit` of them, those of the run's sets first, then by set and place. */
export function findPairs(
  database: ReadableDatabase,
  { projectId, runId, by, limit }: PairSearch,
): FoundPair[] {
  const of = runId ?? 0;
  const rows =
    'number' in by
      ? prepared<FoundRow>(database, `SELECT ${COLUMNS} ${OF_PROJECT} AND pair.position = ? ${IN_ORDER}`).all(
          projectId ?? null,
          by.number - 1,
          of,
          limit,
        )
      : prepared<FoundRow>(
          database,
          `SELECT ${COLUMNS} ${OF_PROJECT}
             AND instr(fold_case(concat_ws(char(10), original, counterfactual, neutral)), ?) > 0 ${IN_ORDER}`,
        ).all(projectId ?? null, foldCase(by.words), of, limit);
  return rows.map(
    ({ pairId, projectId: inProject, projectName, setId, setName, position, original, counterfactual }) => ({
      pairId,
      project: { id: inProject, name: projectName },
      set: { id: setId, name: setName },
      number: position + 1,
      original: original ?? '',
      counterfactual: counterfactual ?? '',
      runId: runOfPair(database, inProject, pairId, of),
    }),
  );
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
