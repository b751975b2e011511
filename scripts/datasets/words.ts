/** The words of the bundled sets' sentences, and which of them negate. */

/** Lower-case words; "n't" is a word, and what stands before it another. */
export function wordsOf(sentence: string): string[] {
  return (
    sentence
      .toLowerCase()
      .replaceAll("n't", " n't")
      .match(/n't|[\p{L}\d]+/gu) ?? []
  );
}

/** What makes an English statement of the sets negative. */
export const NEGATORS: ReadonlySet<string> = new Set(
  "not n't cannot never no none nobody nothing nowhere neither nor without".split(' '),
);

/** Words that deny or limit without being negators, which a neutral must not have either. */
export const NEAR_NEGATORS: ReadonlySet<string> = new Set(
  'few little hardly scarcely barely rarely seldom only almost nearly unless except but'.split(' '),
);

/** What makes a Hebrew statement of the sets negative, with ולא for לא after "and". */
export const HEBREW_NEGATORS: ReadonlySet<string> = new Set(
  'לא ולא אין איננו אינה אינם אינן אינני אל אי אף מעולם לעולם טרם בלי בלתי'.split(' '),
);

/** Words of `sentence` that are in `cues`, in order. */
export function cuesIn(sentence: string, cues: ReadonlySet<string>): string[] {
  return wordsOf(sentence).filter((word) => cues.has(word));
}

/** Words of `after` that `before` does not have, or not as often. */
export function newWords(before: string, after: string): string[] {
  const left = wordsOf(before);
  return wordsOf(after).filter((word) => {
    const index = left.indexOf(word);
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}
