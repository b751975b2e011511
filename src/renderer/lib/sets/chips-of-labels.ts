/** How many labels of a set stand beside each other as chips; the others, or all of them, are in a menu. */

const MOST_CHIPS = 8;
/** Characters of about two lines of chips. */
const ROOM = 200;
/** Of a chip, beside its name. */
const BESIDE_NAME = 6;

/**
 * None where each label is of a single pair: they tell no groups apart. Else the first ones, as far as there is room for them.
 * @param labels those with the most pairs first
 */
export function chipsOfLabels(labels: readonly { readonly label: string; readonly pairs: number }[]): number {
  if (labels.length > MOST_CHIPS && labels.every(({ pairs }) => pairs <= 1)) return 0;
  let taken = 0;
  const beyond = labels.findIndex(({ label }) => (taken += label.length + BESIDE_NAME) > ROOM);
  return Math.min(MOST_CHIPS, beyond === -1 ? labels.length : beyond);
}
