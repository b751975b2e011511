/** What is in one version of a set and not, or otherwise, in another: from the rows that the changes between put in and took out. */
import type { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import type { VersionsCompared, versionsRequest } from '../../../shared/set-pairs.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsWithIds } from '../store/pairs.ts';
import { listChanges, type PlacedRow, placedRows } from '../store/set-changes.ts';
import { Turn } from '../threads/turns.ts';

interface Line {
  readonly position: number;
  readonly kind: 'added' | 'removed' | 'edited';
  readonly before: number | null;
  readonly after: number | null;
}

/** @throws PairlensError NOT_FOUND for a version that the set has not, or has no more since it was undone */
export async function compareVersions(
  database: ReadableDatabase,
  { setId, from, to, kind, offset, limit }: z.output<typeof versionsRequest>,
): Promise<VersionsCompared> {
  const done = listChanges(database, setId)
    .filter(({ undoneAt }) => undoneAt === null)
    .toReversed();
  for (const version of [from, to])
    if (version > done.length + 1)
      throw new PairlensError(
        'NOT_FOUND',
        `the set has no version ${version}; its last is ${done.length + 1}`,
        {
          setId,
          version,
        },
      );
  const between = done.slice(Math.min(from, to) - 1, Math.max(from, to) - 1);
  const forward = linesOf(
    await netRows(
      database,
      between.map(({ id }) => id),
    ),
  );
  const lines = from <= to ? forward : forward.map(turnedRound);
  const counts = { added: 0, removed: 0, edited: 0 };
  for (const line of lines) counts[line.kind]++;
  const shown = lines
    .filter((line) => kind === undefined || line.kind === kind)
    .toSorted((a, b) => a.position - b.position)
    .slice(offset, offset + limit);
  const ids = shown.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  const byId = new Map(pairsWithIds(database, ids).map((pair) => [pair.id, pair]));
  const pairOf = (id: number | null) => (id === null ? null : (byId.get(id) ?? null));
  return {
    counts,
    changes: shown.map(({ before, after, ...line }) => ({
      ...line,
      before: pairOf(before),
      after: pairOf(after),
    })),
  };
}

/** Rows that changes, in their order, come to: those that were put in and stayed, and those that were there and are not. */
async function netRows(database: ReadableDatabase, changeIds: readonly number[]): Promise<PlacedRow[]> {
  const turn = new Turn();
  const rows = new Map<number, { readonly first: PlacedRow; last: PlacedRow }>();
  for (const changeId of changeIds) {
    for (const some of placedRows(database, changeId)) {
      for (const row of some) {
        const known = rows.get(row.pairId);
        if (known === undefined) rows.set(row.pairId, { first: row, last: row });
        else known.last = row;
      }
      if (turn.isOver) await turn.give();
    }
  }
  // One that was put in first was not there before.
  return [...rows.values()].flatMap(({ first, last }) => (first.isIn === last.isIn ? last : []));
}

/** A row that went and one that came in the same place are an edit. */
function linesOf(rows: readonly PlacedRow[]): Line[] {
  return [...Map.groupBy(rows, ({ position }) => position)].flatMap(([position, here]): Line[] => {
    const before = here.find(({ isIn }) => isIn === 0)?.pairId ?? null;
    const after = here.find(({ isIn }) => isIn === 1)?.pairId ?? null;
    return [
      { position, before, after, kind: before === null ? 'added' : after === null ? 'removed' : 'edited' },
    ];
  });
}

function turnedRound({ position, before, after, kind }: Line): Line {
  const other = { added: 'removed', removed: 'added', edited: 'edited' } as const;
  return { position, before: after, after: before, kind: other[kind] };
}
