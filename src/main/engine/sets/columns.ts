/** Which columns of a table hold the pairs: found by name, or mapped by a person. */
import type { ImportMapping } from '../../../shared/entities.ts';

/** A pair of column names that say by themselves what they hold, and those that can name a pair's group beside them. */
interface NamedColumns {
  readonly original: string;
  readonly counterfactual: string;
  readonly neutral: string;
  readonly labels: readonly string[];
}

/** In order of precedence. BLiMP names its paradigm `UID`; CrowS-Pairs names the kind of bias `bias_type`. */
const TEXT_COLUMNS: readonly NamedColumns[] = [
  { original: 'original', counterfactual: 'counterfactual', neutral: 'neutral', labels: ['label'] },
  { original: 'sentence1', counterfactual: 'sentence2', neutral: 'neutral', labels: ['label'] },
  {
    original: 'sentence_good',
    counterfactual: 'sentence_bad',
    neutral: 'neutral',
    labels: ['label', 'uid'],
  },
  {
    original: 'sent_more',
    counterfactual: 'sent_less',
    neutral: 'neutral',
    labels: ['label', 'bias_type'],
  },
];

/** Token id lists, in JSON and JSONL, for a model without tokenizer. */
const ID_COLUMNS: NamedColumns = {
  original: 'original_ids',
  counterfactual: 'counterfactual_ids',
  neutral: 'neutral_ids',
  labels: ['label'],
};

/** Names what a pair shares with others, beside whichever columns hold the pair. */
const CLUSTER = 'cluster';

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
  readonly ids: StatementColumns | null;
}

export type ColumnChoice =
  | { readonly ok: true; readonly mapping: ImportMapping; readonly columns: PairColumns }
  | { readonly ok: false; readonly message: string };

/**
 * Finds the columns by name, whatever their case: original and counterfactual, sentence1 and sentence2,
 * sentence_good and sentence_bad (BLiMP), sent_more and sent_less (CrowS-Pairs), original_ids and
 * counterfactual_ids; the first of these that the table has. The group of a pair is in `label`, or else in the column
 * that names it in BLiMP or CrowS-Pairs; a neutral in `neutral` or `neutral_ids`, the cluster in `cluster`.
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
  const used = [
    found.original,
    found.counterfactual,
    ...[label, found.neutral, CLUSTER].filter((name) => name !== undefined),
  ];
  const twice = used.find((name) => lowerCase.indexOf(name) !== lowerCase.lastIndexOf(name));
  if (twice !== undefined) return refuse(`two columns are named "${twice}"`);

  const columns: PairColumns = {
    ...statementColumns(lowerCase, found),
    label: label === undefined ? null : lowerCase.indexOf(label),
    cluster: indexOrNull(lowerCase, CLUSTER),
    ids: idColumns(lowerCase),
  };
  return { ok: true, mapping: namesOf(columns, names), columns };
}

/** Looks up the columns that a person chose, by their names as the file writes them. */
export function mappedColumns(names: readonly string[], mapping: ImportMapping): ColumnChoice {
  const { original, counterfactual, neutral, label, cluster } = mapping;
  const wanted = [original, counterfactual, neutral, label, cluster].filter((name) => name !== null);
  for (const name of wanted) {
    if (!names.includes(name)) return refuse(`no column named "${name}"`);
    if (names.indexOf(name) !== names.lastIndexOf(name)) return refuse(`two columns are named "${name}"`);
  }
  if (original === counterfactual) return refuse(`"${original}" is mapped to both sides of the pair`);
  if (neutral === original || neutral === counterfactual)
    return refuse(`"${neutral}" is mapped to the neutral and to a side of the pair`);
  const indexOf = (name: string | null): number | null => (name === null ? null : names.indexOf(name));
  const columns: PairColumns = {
    original: names.indexOf(original),
    counterfactual: names.indexOf(counterfactual),
    neutral: indexOf(neutral),
    label: indexOf(label),
    cluster: indexOf(cluster),
    ids: null,
  };
  return { ok: true, mapping, columns };
}

function idColumns(lowerCase: readonly string[]): StatementColumns | null {
  const { original, counterfactual } = ID_COLUMNS;
  if (!lowerCase.includes(original) || !lowerCase.includes(counterfactual)) return null;
  return statementColumns(lowerCase, ID_COLUMNS);
}

function statementColumns(lowerCase: readonly string[], named: NamedColumns): StatementColumns {
  return {
    original: lowerCase.indexOf(named.original),
    counterfactual: lowerCase.indexOf(named.counterfactual),
    neutral: indexOrNull(lowerCase, named.neutral),
  };
}

function indexOrNull(names: readonly string[], name: string): number | null {
  const index = names.indexOf(name);
  return index === -1 ? null : index;
}

function namesOf(columns: PairColumns, names: readonly string[]): ImportMapping {
  const nameOf = (column: number | null): string | null => (column === null ? null : (names[column] ?? null));
  return {
    original: names[columns.original] ?? '',
    counterfactual: names[columns.counterfactual] ?? '',
    neutral: nameOf(columns.neutral),
    label: nameOf(columns.label),
    cluster: nameOf(columns.cluster),
  };
}

function refuse(message: string): ColumnChoice {
  return { ok: false, message };
}
