/** Pairs, as files of them, of which the specs have stores. */

/** Pairs with a neutral change each; enough for intervals. */
export const FEW_PAIRS = [
  'original,counterfactual,neutral',
  ...['tall', 'kind', 'late', 'here', 'tired', 'ready', 'old', 'glad', 'sure', 'calm', 'busy', 'free'].map(
    (word) => `She is ${word}.,She is not ${word}.,She is now ${word}.`,
  ),
].join('\n');

/** Pairs that run from right to left, one of which has brackets and a name in Latin letters. */
export const HEBREW_PAIRS = [
  'original,counterfactual,cluster,label,הערה (א)',
  'הילד אכל את התפוח.,הילד לא אכל את התפוח.,אכילה,פועל [1],ראשון #1',
  'הילדה (Dana) שרה שיר.,הילדה (Dana) לא שרה שיר.,שיר,פועל [1],שני (2)',
  'הכלב ישן בבית.,הכלב לא ישן בבית.,שינה,מצב (2),שלישי',
].join('\n');

/** Pairs of more tokens than fit side by side. */
export const LONG_PAIRS = [
  'original,counterfactual',
  ...['tall', 'kind'].map((word) => {
    const start =
      'When they came home they sat down by the fire and told each other of all that had been. '.repeat(4);
    return `"${start}She is ${word}.","${start}She is not ${word}."`;
  }),
].join('\n');

/** One pair of as many tokens as all-MiniLM-L6-v2 takes, which differ at the end. */
export const LONGEST_PAIR = (() => {
  const start =
    'When they came home they sat down by the fire and told each other of all that had been. '.repeat(25);
  return `original,counterfactual\n"${start}She is tall, kind or very old.","${start}She is not tall, kind or very old."`;
})();

/** Each is one token of the bundled decoders, with the space before it. */
const NAMES = ['him', 'her', 'you', 'she', 'they', 'man', 'who', 'one'];

/** Pairs in which one of two people comes again, for the catalogue of heads. */
export const NAME_PAIRS = [
  'original,counterfactual,answer,wrong_answer',
  ...NAMES.map((a, at) => {
    const b = NAMES[(at + 1) % NAMES.length] ?? '';
    const start = `When ${a} and ${b} went then`;
    return `${start} ${b} said to,${start} ${a} said to,${a},${b}`;
  }),
].join('\n');
