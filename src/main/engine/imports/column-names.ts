/** Names of columns: how they are compared, and found by what a person or the wild calls them. */

/** A name as names are compared: "Sentence A" is "sentence_a". */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Where rows lie in JSON, when its names of columns do not tell. */
export const ROWS_KEYS: readonly string[] = [
  'rows',
  'data',
  'examples',
  'pairs',
  'texts',
  'instances',
  'items',
  'records',
  'entries',
  'sentences',
  'documents',
];

/**
 * The columns without which a table does not hold what is looked for, as the table names them; null where it does not
 * hold it.
 */
export type ColumnFinder = (names: readonly string[]) => readonly string[] | null;

/** How many names of columns a refusal lists. */
const NAMES_LISTED = 30;

/** Why there is no choice of columns, in words. */
export class ColumnRefusal extends Error {}

/** What {@link ColumnRefusal}s come to. */
export function orRefusal<Chosen>(
  choose: () => Chosen,
): (Chosen & { readonly ok: true }) | { readonly ok: false; readonly message: string } {
  try {
    return { ...choose(), ok: true };
  } catch (error) {
    if (error instanceof ColumnRefusal) return { ok: false, message: error.message };
    throw error;
  }
}

/** '"id", "sentence"', of many the first; 'none with a name'. */
export function listedNames(names: readonly string[]): string {
  const listed = names.filter((name) => name !== '').map((name) => `"${name}"`);
  const more = listed.length > NAMES_LISTED ? ` and ${listed.length - NAMES_LISTED} more` : '';
  return listed.length === 0 ? 'none with a name' : listed.slice(0, NAMES_LISTED).join(', ') + more;
}

/** The column of that plain name, or null. @throws ColumnRefusal for two of them */
export function onlyNamed(plain: readonly string[], name: string | undefined): number | null {
  if (name === undefined || !plain.includes(name)) return null;
  if (plain.indexOf(name) !== plain.lastIndexOf(name))
    throw new ColumnRefusal(`two columns are named "${name}"`);
  return plain.indexOf(name);
}

/** The column that a person means: by its very name, or by the only name that is like it. @throws ColumnRefusal */
export function columnMeant(names: readonly string[], name: string): number {
  const exact = indicesOf(names, name);
  const indices = exact.length > 0 ? exact : indicesOf(names.map(plainName), plainName(name));
  const [index] = indices;
  if (index === undefined)
    throw new ColumnRefusal(`no column named "${name}"; the file has ${listedNames(names)}`);
  if (indices.length > 1) throw new ColumnRefusal(`two columns are named "${name}"`);
  return index;
}

function indicesOf(names: readonly string[], name: string): number[] {
  return names.flatMap((each, index) => (each === name ? [index] : []));
}
