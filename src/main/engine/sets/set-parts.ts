/** The parts that a set can be split into: which pairs each would have. Nothing is changed. */
import { MOST } from '../../../core/bounds.ts';
import { extraOf } from '../../../core/pairs/extra-column.ts';
import { kindredPairs, partsByValue, randomParts } from '../../../core/statistics/set-parts.ts';
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { SetParting, SetPart } from '../../../shared/set-pairs.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsInPieces } from '../store/pairs.ts';
import { Turn } from '../threads/turns.ts';

/** @throws PairlensError INPUT_INVALID for more parts than sets are made of at once */
export async function partsOfSet(
  database: ReadableDatabase,
  setId: number,
  parting: SetParting,
): Promise<SetPart[]> {
  const pairs: Parted[] = [];
  const turn = new Turn();
  for (const piece of pairsInPieces(database, setId)) {
    for (const pair of piece) pairs.push(parted(pair, parting));
    if (turn.isOver) await turn.give();
  }
  const parts = placesOf(pairs, parting);
  if (parts.length > MOST.setParts)
    throw new PairlensError(
      'INPUT_INVALID',
      `these would be ${parts.length.toLocaleString('en')} sets; ${MOST.setParts} are made at once`,
      { setId },
    );
  return parts.map(({ value, places }) => {
    const own = places.flatMap((place) => pairs[place] ?? []);
    return { value, ids: own.map(({ id }) => id), groups: kindredPairs(own).length };
  });
}

/** What is kept of a pair while parts are made. */
interface Parted {
  readonly id: number;
  readonly original: string;
  readonly cluster: string | null;
  readonly value: string | null;
}

function parted({ id, original, originalIds, cluster, label, extras }: Pair, parting: SetParting): Parted {
  const own = { id, original: original ?? originalIds?.join(' ') ?? '', cluster };
  switch (parting.by) {
    case 'label':
      return { ...own, value: label };
    case 'column':
      return { ...own, value: extraOf(extras, parting.column) };
    case 'random':
      return { ...own, value: null };
  }
}

function placesOf(
  pairs: readonly Parted[],
  parting: SetParting,
): { readonly value: string | null; readonly places: readonly number[] }[] {
  if (parting.by === 'random')
    return randomParts(pairs, parting.parts, parting.seed)
      .filter(({ length }) => length > 0)
      .map((places) => ({ value: null, places }));
  return [...partsByValue(pairs.map(({ value }) => value))].map(([value, places]) => ({ value, places }));
}
