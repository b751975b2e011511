/** The plan of a run, out of the tables `run_item` and `pair`: originals, each with what it is compared with. */
import type { Pair, Role } from '../../../shared/entities.ts';
import { parsePositions, type PositionPairs } from './alignment-corrections.ts';
import { prepared, preparedAsArrays, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { PAIR_COLUMNS, type PairRow, toPair } from './pairs.ts';
import { idsOrNull } from './rows.ts';
import type { ItemState } from './run-items.ts';

/** The pairs that a set has, as a run plans them: plain numbers, that may cross to another thread. */
export interface SetPlan {
  /** [pairs] in the set's order */
  readonly pairIds: Float64Array;
  /** [pairs] places in the set */
  readonly positions: Float64Array;
  /** [pairs] 1 where the pair has a neutral */
  readonly neutrals: Uint8Array;
}

export function readSetPlan(database: ReadableDatabase, setId: number): SetPlan {
  const rows = preparedAsArrays<[id: number, position: number, hasNeutral: number]>(
    database,
    `SELECT id, position, neutral IS NOT NULL OR neutral_ids IS NOT NULL FROM pair
     WHERE set_id = ? AND removed_at IS NULL ORDER BY position`,
  ).all(setId);
  return {
    pairIds: Float64Array.from(rows, ([id]) => id),
    positions: Float64Array.from(rows, ([, position]) => position),
    neutrals: Uint8Array.from(rows, ([, , hasNeutral]) => hasNeutral),
  };
}

/** Plans the pair at a place of the set's order and, in role 'set', its neutral if it has one. Call it inside `store.write`. */
export function planPair(
  database: WritableDatabase,
  runId: number,
  role: 'set' | 'control',
  { pairIds, positions, neutrals }: SetPlan,
  place: number,
): void {
  const insert = prepared(
    database,
    'INSERT INTO run_item (run_id, pair_id, role, position) VALUES (?, ?, ?, ?)',
  );
  insert.run(runId, pairIds[place], role, positions[place]);
  if (role === 'set' && neutrals[place] === 1) insert.run(runId, pairIds[place], 'neutral', positions[place]);
}

/** A statement that the original of a pair is compared with. */
export interface PlannedComparison {
  readonly role: Role;
  readonly state: ItemState;
  /** Either text or token ids. */
  readonly text: string | null;
  readonly ids: readonly number[] | null;
  /** A person's alignment with the original, under the run's tokenizer; a neutral has none. */
  readonly correction: PositionPairs | null;
}

/** A pair of the plan: its original, and the statements that it is compared with. */
export interface PlannedPair {
  readonly pairId: number;
  readonly role: 'set' | 'control';
  readonly position: number;
  /** Either text or token ids. */
  readonly original: string | null;
  readonly originalIds: readonly number[] | null;
  /** The counterfactual; then the neutral, where the run has planned one. */
  readonly comparisons: readonly PlannedComparison[];
}

interface PlannedRow {
  pairId: number;
  role: 'set' | 'control';
  position: number;
  state: ItemState;
  neutralState: ItemState | null;
  original: string | null;
  counterfactual: string | null;
  neutral: string | null;
  originalIds: string | null;
  counterfactualIds: string | null;
  neutralIds: string | null;
  correction: string | null;
}

function toPlanned(row: PlannedRow): PlannedPair {
  const { pairId, role, position, original } = row;
  const neutral: PlannedComparison[] =
    row.neutralState === null
      ? []
      : [
          {
            role: 'neutral',
            state: row.neutralState,
            text: row.neutral,
            ids: idsOrNull(row.neutralIds),
            correction: null,
          },
        ];
  return {
    pairId,
    role,
    position,
    original,
    originalIds: idsOrNull(row.originalIds),
    comparisons: [
      {
        role,
        state: row.state,
        text: row.counterfactual,
        ids: idsOrNull(row.counterfactualIds),
        correction: row.correction === null ? null : parsePositions(row.correction),
      },
      ...neutral,
    ],
  };
}

/** Up to `limit` pairs after `after`, in the plan's order: pages keep memory from growing with the set. */
export function pairsAfter(
  database: ReadableDatabase,
  runId: number,
  after: { role: Role; position: number } | null,
  limit: number,
): PlannedPair[] {
  const from = after ?? { role: '', position: -1 };
  return prepared<PlannedRow>(
    database,
    `SELECT item.pair_id AS pairId, item.role, item.position, item.state, neutral.state AS neutralState,
       pair.original, pair.counterfactual, pair.neutral, pair.original_ids AS originalIds,
       pair.counterfactual_ids AS counterfactualIds, pair.neutral_ids AS neutralIds,
       correction.positions AS correction
     FROM run_item AS item
     JOIN run ON run.id = item.run_id
     JOIN pair ON pair.id = item.pair_id
     LEFT JOIN run_item AS neutral
       ON item.role = 'set' AND neutral.run_id = item.run_id AND neutral.role = 'neutral'
         AND neutral.pair_id = item.pair_id
     LEFT JOIN alignment_correction AS correction
       ON correction.pair_id = item.pair_id AND correction.tokenizer_hash = run.tokenizer_hash
     WHERE item.run_id = ? AND item.role <> 'neutral' AND (item.role, item.position) > (?, ?)
     ORDER BY item.role, item.position LIMIT ?`,
  )
    .all(runId, from.role, from.position, limit)
    .map(toPlanned);
}

/** Up to `limit` pairs as they are stored, in the plan's order, from after a place. */
export function plannedPairsAfter(
  database: ReadableDatabase,
  runId: number,
  role: 'set' | 'control',
  position: number,
  limit: number,
): Pair[] {
  return prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ? AND item.position > ? ORDER BY item.position LIMIT ?`,
  )
    .all(runId, role, position, limit)
    .map(toPair);
}
