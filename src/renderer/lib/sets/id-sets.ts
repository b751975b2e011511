/** Sets of ids that are not changed but replaced. */
export type IdSet = ReadonlySet<number>;

export const NO_IDS: IdSet = new Set();

export function idSet(ids: Iterable<number>): IdSet {
  return new Set(ids);
}

export function toggled(ids: IdSet, id: number): IdSet {
  return ids.has(id) ? idSet([...ids].filter((each) => each !== id)) : idSet([...ids, id]);
}

/**
 * The same pairs after rows of theirs were replaced: each of `taken` by that in its place in `put`. Of a change that is no
 * edit, those taken out are not there any more.
 */
export function followed(ids: IdSet, taken: readonly number[], put: readonly number[]): IdSet {
  if (!taken.some((id) => ids.has(id))) return ids;
  if (taken.length !== put.length) {
    const gone = new Set(taken);
    return idSet([...ids].filter((id) => !gone.has(id)));
  }
  const next = new Map(taken.map((id, at) => [id, put[at] ?? id]));
  return idSet([...ids].map((id) => next.get(id) ?? id));
}
