/** The pairs that are chosen in a grid, as an address holds them: '3-9,12'. */

/** Characters; of a choice that takes more an address says nothing. */
export const LONGEST_CHOICE = 2_000;
export const CHOICE_PATTERN = /^(\d{1,15}(-\d{1,15})?(,\d{1,15}(-\d{1,15})?)*)?$/;

/** '' of none, and of more than fit. */
export function chosenText(ids: Iterable<number>): string {
  const runs: [first: number, last: number][] = [];
  for (const id of [...ids].toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === id - 1) run[1] = id;
    else runs.push([id, id]);
  }
  const text = runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
  return text.length > LONGEST_CHOICE ? '' : text;
}

/** Those of `there` that the text names: pairs that were removed or edited since are no more. */
export function chosenOf(text: string, there: readonly number[]): number[] {
  const runs = text.split(',').map((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return { first, last };
  });
  return text === '' ? [] : there.filter((id) => runs.some(({ first, last }) => first <= id && id <= last));
}
