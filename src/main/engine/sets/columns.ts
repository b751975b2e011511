/** Which columns of a table hold the pairs: found by name, or mapped by a person. */
import type { ImportMapping } from '../../../shared/entities.ts';

/** A pair of column names that say by themselves what they hold, and those that can name a pair's group beside them. */
interface NamedColumns {
  readonly original: string;
  readonly counterfactual: string;
  readonly labels: readonly string[];
}

/** In order of precedence. BLiMP names its paradigm `UID`; CrowS-Pairs names the kind of bias `bias_type`. */
const TEXT_COLUMNS: readonly NamedColumns[] = [
  { original: 'original', counterfactual: 'counterfactual', labels: ['label'] },
  { original: 'sentence1', counterfactual: 'sentence2', labels: ['label'] },
  { original: 'sentence_good', counterfactual: 'sentence_bad', labels: ['label', 'uid'] },
  { original: 'sent_more', counterfactual: 'sent_less', labels: ['label', 'bias_type'] },
];

/** Token id lists, in JSON and JSONL, for a model without tokenizer. */
const ID_COLUMNS: NamedColumns = {
  original: 'original_ids',
  counterfactual: 'counterfactual_ids',
  labels: ['label'],
};

/**
 * Indices of the columns that hold the pairs. `ids` where rows may hold token id lists instead of texts; a table of
 * such rows only has the same columns in both places.
 */
export interface PairColumns {
  readonly original: number;
  readonly counterfactual: number;
  readonly label: number | null;
  readonly ids: { readonly original: number; readonly counterfactual: number } | null;
}

export type ColumnChoice =
  | { readonly ok: true; readonly mapping: ImportMapping; readonly columns: PairColumns }
  | { readonly ok: false; readonly message: string };

/**
 * Finds the columns by name, whatever their case: original and counterfactual, sentence1 and sentence2,
 * sentence_good and sentence_bad (BLiMP), sent_more and sent_less (CrowS-Pairs), original_ids and
 * counterfactual_ids; the first of these that the table has. The group of a pair is in `label`, or else in the column
 * that names it in BLiMP or CrowS-Pairs.
 */
export function findColumns(names: readonly string[]): ColumnChoice {
  const lowerCase = names.map((name) => name.toLowerCase());
  const found = [...TEXT_COLUMNS, ID_COLUMNS].find(
    ({ original, counterfactual }) => lowerCase.includes(original) && lowerCase.includes(counterfactual),
  );
  if (found === undefined) {
    const listed = names.filter((name) => name !== '').map((name) => `"${name}"`);
    const has = listed.length === 0 ? 'none with a name' : listed.join(', ');
    return refuse(`no columns named original and counterfactual (or the like); the file has ${has}`);
  }
  const label = found.labels.find((name) => lowerCase.includes(name));
  const used = [found.original, found.counterfactual, ...(label === undefined ? [] : [label])];
  const twice = used.find((name) => lowerCase.indexOf(name) !== lowerCase.lastIndexOf(name));
  if (twice !== undefined) return refuse(`two columns are named "${twice}"`);

  const indexOf = (name: string): number => lowerCase.indexOf(name);
  const columns: PairColumns = {
    original: indexOf(found.original),
    counterfactual: indexOf(found.counterfactual),
    label: label === undefined ? null : indexOf(label),
    ids: idColumns(lowerCase),
  };
  return { ok: true, mapping: namesOf(columns, names), columns };
}

/** Looks up the columns that a person chose, by their names as the file writes them. */
export function mappedColumns(names: readonly string[], mapping: ImportMapping): ColumnChoice {
  const wanted = [
    mapping.original,
    mapping.counterfactual,
    ...(mapping.label === null ? [] : [mapping.label]),
  ];
  for (const name of wanted) {
    if (!names.includes(name)) return refuse(`no column named "${name}"`);
    if (names.indexOf(name) !== names.lastIndexOf(name)) return refuse(`two columns are named "${name}"`);
  }
  if (mapping.original === mapping.counterfactual) {
    return refuse(`"${mapping.original}" is mapped to both sides of the pair`);
  }
  const columns: PairColumns = {
    original: names.indexOf(mapping.original),
    counterfactual: names.indexOf(mapping.counterfactual),
    label: mapping.label === null ? null : names.indexOf(mapping.label),
    ids: null,
  };
  return { ok: true, mapping, columns };
}

function idColumns(lowerCase: readonly string[]): PairColumns['ids'] {
  const original = lowerCase.indexOf(ID_COLUMNS.original);
  const counterfactual = lowerCase.indexOf(ID_COLUMNS.counterfactual);
  return original === -1 || counterfactual === -1 ? null : { original, counterfactual };
}

function namesOf(columns: PairColumns, names: readonly string[]): ImportMapping {
  return {
    original: names[columns.original] ?? '',
    counterfactual: names[columns.counterfactual] ?? '',
    label: columns.label === null ? null : (names[columns.label] ?? null),
  };
}

function refuse(message: string): ColumnChoice {
  return { ok: false, message };
}
