/** What is said of a bundle that was taken in. */

/** @param count from 1 on */
export function notesLeftOutWords(count: number): string {
  return count === 1
    ? 'One note of a head was left out: the one here stays.'
    : `${count} notes of heads were left out: those here stay.`;
}
