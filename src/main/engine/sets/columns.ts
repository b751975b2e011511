/** Which columns of a table hold the pairs: found by name, or mapped by a person. */
import type { ColumnChoice, ImportMapping } from '../../../shared/entities.ts';
import {
  ColumnRefusal,
  columnMeant,
  listedNames,
  onlyNamed,
  orRefusal,
  plainName,
} from '../imports/column-names.ts';
import {
  ANSWER,
  CLUSTER,
  CUES,
  ID_COLUMNS,
  type NamedColumns,
  SCOPE,
  SUGGESTED_COLUMNS,
  TEXT_COLUMNS,
  UNNAMED_SIDES,
  WRONG_ANSWER,
} from './known-columns.ts';

/** Indices of the columns of a pair's statements. */
interface StatementColumns {
  readonly original: number;
  readonly counterfactual: number;
  readonly neutral: number | null;
}

/**
 * Indices of the columns that hold the pairs. `ids` where rows may hold token id lists instead of texts; a table of
 * such rows only has the same columns in both places.
 */
export interface PairColumns extends StatementColumns {
  readonly label: number | null;
  readonly cluster: number | null;
  /** Always by their names; a scope without cues is some other. */
  readonly cues: number | null;
  readonly scope: number | null;
  /** A wrong answer without the answer is some other. */
  readonly answer: number | null;
  readonly wrongAnswer: number | null;
  /** What is kept beside, and what it is called: column and name. */
  readonly extras: readonly (readonly [number, string])[];
  readonly ids: StatementColumns | null;
}

export type ChosenColumns =
  | { readonly ok: true; readonly mapping: ImportMapping; readonly columns: PairColumns }
  | { readonly ok: false; readonly message: string };

/** No name of a column has as many words. */
const WORDS_OF_A_SENTENCE = 4;

/**
 * The columns that hold the pairs: those that a person has named, and the others by their names, whatever their case
 * (known-columns.ts), the first of the known pairs of names that the table has. The group of a pair is in `label`, or else
 * in the column that names it in data of that kind; a neutral in `neutral` or `neutral_ids`, the cluster in `cluster`.
 * @param given names as the file writes them, or the like; null for what is not to be read; the two sides go together
 */
export function chooseColumns(names: readonly string[], given: ColumnChoice = {}): ChosenColumns {
  return orRefusal(() => chosen(names, given));
}

function chosen(
  names: readonly string[],
  given: ColumnChoice,
): { readonly mapping: ImportMapping; readonly columns: PairColumns } {
  const plain = names.map(plainName);
  const known =
    given.original === undefined || given.counterfactual === undefined ? knownColumns(names, plain) : null;
  const original =
    given.original === undefined ? onlyNamed(plain, known?.original) : columnMeant(names, given.original);
  const counterfactual =
    given.counterfactual === undefined
      ? onlyNamed(plain, known?.counterfactual)
      : columnMeant(names, given.counterfactual);
  if (original === null || counterfactual === null) throw new ColumnRefusal(notFound(names, plain));
  if (original === counterfactual)
    throw new ColumnRefusal(`"${names[original] ?? ''}" is mapped to both sides of the pair`);
  const optional = (name: string | null | undefined, usual: string | undefined): number | null => {
    if (name === null) return null;
    return name === undefined ? onlyNamed(plain, usual) : columnMeant(names, name);
  };
  const usual = known ?? UNNAMED_SIDES;
  const neutral = optional(given.neutral, usual.neutral);
  if (neutral === original || neutral === counterfactual)
    throw new ColumnRefusal(`"${names[neutral] ?? ''}" is mapped to the neutral and to a side of the pair`);
  const label = usual.labels.find((name) => plain.includes(name));
  const answer = optional(given.answer, ANSWER);
  const taken: Omit<PairColumns, 'extras'> = {
    original,
    counterfactual,
    neutral,
    label: optional(given.label, label),
    cluster: optional(given.cluster, CLUSTER),
    cues: onlyNamed(plain, CUES),
    scope: plain.includes(CUES) ? onlyNamed(plain, SCOPE) : null,
    answer,
    wrongAnswer: answer === null ? null : optional(given.wrongAnswer, WRONG_ANSWER),
    ids: known === null ? null : idColumns(plain),
  };
  const columns = { ...taken, extras: extraColumns(names, indicesOf(taken), given.extras) };
  return { mapping: namesOf(columns, names), columns };
}

function knownColumns(names: readonly string[], plain: readonly string[]): NamedColumns {
  const found = [...TEXT_COLUMNS, ID_COLUMNS].find(
    ({ original, counterfactual }) => plain.includes(original) && plain.includes(counterfactual),
  );
  if (found === undefined) throw new ColumnRefusal(notFound(names, plain));
  return found;
}

/** What the file has instead, and what may be meant. */
function notFound(names: readonly string[], plain: readonly string[]): string {
  const maybe = SUGGESTED_COLUMNS.find((pair) => pair.every((name) => plain.includes(name)));
  const suggestion =
    maybe === undefined
      ? ''
      : `; if ${maybe.map((name) => `"${names[plain.indexOf(name)] ?? name}"`).join(' and ')} are the two sides, say so`;
  const isPair = names.filter((name) => name.trim().split(/\s+/).length >= WORDS_OF_A_SENTENCE).length >= 2;
  const header = isPair ? '; the first line has to name the columns, and looks like a pair' : '';
  return `no columns named original and counterfactual (or the like); the file has ${listedNames(names)}${suggestion}${header}`;
}

function idColumns(plain: readonly string[]): StatementColumns | null {
  const original = onlyNamed(plain, ID_COLUMNS.original);
  const counterfactual = onlyNamed(plain, ID_COLUMNS.counterfactual);
  if (original === null || counterfactual === null) return null;
  return { original, counterfactual, neutral: onlyNamed(plain, ID_COLUMNS.neutral) };
}

/** Every column that holds a part of a pair. */
export function indicesOf({ ids, ...of }: Omit<PairColumns, 'extras'>): ReadonlySet<number> {
  const { original, counterfactual, neutral, label, cluster, cues, scope, answer, wrongAnswer } = of;
  const parts = [original, counterfactual, neutral, label, cluster, cues, scope, answer, wrongAnswer];
  const all = ids === null ? parts : [...parts, ids.original, ids.counterfactual, ids.neutral];
  return new Set(all.filter((index) => index !== null));
}

/**
 * The columns with a name that hold no part of a pair: all, or those that a person wants. Of several with one name the
 * later ones are called "name (2)".
 */
function extraColumns(
  names: readonly string[],
  taken: ReadonlySet<number>,
  wanted: readonly string[] | undefined,
): PairColumns['extras'] {
  const all = new Map<string, number>();
  names.forEach((written, index) => {
    const name = written.trim();
    if (name === '' || taken.has(index)) return;
    let free = name;
    for (let number = 2; all.has(free); number++) free = `${name} (${number})`;
    all.set(free, index);
  });
  const kept = Array.from(all, ([name, index]) => [index, name] as const);
  return wanted === undefined ? kept : kept.filter(([, name]) => wanted.includes(name));
}

function namesOf(columns: PairColumns, names: readonly string[]): ImportMapping {
  const nameOf = (column: number | null): string | null => (column === null ? null : (names[column] ?? null));
  return {
    original: names[columns.original] ?? '',
    counterfactual: names[columns.counterfactual] ?? '',
    neutral: nameOf(columns.neutral),
    label: nameOf(columns.label),
    cluster: nameOf(columns.cluster),
    answer: nameOf(columns.answer),
    wrongAnswer: nameOf(columns.wrongAnswer),
    extras: columns.extras.map(([, name]) => name),
  };
}
