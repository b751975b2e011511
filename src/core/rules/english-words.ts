/** Closed classes of English words that rules tell clauses by. */
const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

export const DETERMINERS = setOf(
  'a an the my your his her its our their this these that those some any many much few several each every no two three four five ' +
    'another both all enough more most one',
);
export const SUBJECT_PRONOUNS = setOf('i you he she it we they');
export const THIRD_PERSON = setOf('he she it');
export const PREPOSITIONS = setOf(
  'of in on at by for from with to into over under about after before between through against without near behind beside across along ' +
    'around during',
);
/** They begin a clause of its own: which verb is the main one is not sure after them. */
const CLAUSE_WORDS = setOf(
  'who whom whose which if when whenever because while although though since unless until where whether what how why as than',
);
/** Whether a word does, contracted or not ("who'll"); "that" does where it does not come first ("That's old"). */
export function beginsClause(small: string, at: number): boolean {
  const [word = ''] = small.split("'");
  return CLAUSE_WORDS.has(word) || (word === 'that' && at > 0);
}
/** With them a negation can be read in two ways. */
export const QUANTIFIERS = setOf(
  'all every each both most many some everyone everybody everything someone somebody something several few',
);
/** They do not stand well below a negation. */
export const POSITIVE = setOf(
  'some someone somebody something somewhere already too also almost rather still just always',
);
export const BE = setOf('am is are was were');
export const MODALS = setOf('can could will would shall should may might must');
export const HAVE = setOf('have has had');
export const DO = setOf('do does did');
/** Where one of them comes first, the subject may follow the verb: "Often did she sing." */
export const INVERTING = setOf(
  'often seldom rarely thus so then now here only always little sometimes once twice again neither well many',
);
/** Of one that takes part in something; numbers and amounts are of a time or a measure as often. */
export const ARTICLES = setOf('a an the my your his her its our their this that these those');
