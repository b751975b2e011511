/** How many labels of a set stand beside each other as chips; the others, or all of them, are in a menu. */

const MOST_CHIPS = 8;
/** Where a line has room for hardly any. */
const FEWEST_CHIPS = 3;
/** px: of the word before the chips and the button after them, of a chip beside its name, and of a character. */
const BESIDE_CHIPS = 56 + 96;
const BESIDE_NAME = 46;
const CHARACTER = 6.5;
/** px that a chip has at most. */
const MOST_OF_ONE = 240 + 8;

/**
 * None where each label is of a single pair: they tell no groups apart. Else the first ones, as many as a line has room for.
 * @param labels those with the most pairs first
 * @param width px of the line; 0: not measured yet
 */
export function chipsOfLabels(
  labels: readonly { readonly label: string; readonly pairs: number }[],
  width: number,
): number {
  if (labels.length > MOST_CHIPS && labels.every(({ pairs }) => pairs <= 1)) return 0;
  let taken = BESIDE_CHIPS;
  const beyond = labels.findIndex(({ label }) => {
    taken += Math.min(MOST_OF_ONE, label.length * CHARACTER + BESIDE_NAME);
    return width > 0 && taken > width;
  });
  return Math.min(MOST_CHIPS, beyond === -1 ? labels.length : Math.max(FEWEST_CHIPS, beyond));
}
