/** Which columns of a table hold the texts: found by name, or named by a person. */
import type { TextColumnChoice, TextMapping } from '../../../shared/texts.ts';
import {
  ColumnRefusal,
  columnMeant,
  listedNames,
  onlyNamed,
  orRefusal,
  plainName,
} from '../imports/column-names.ts';

/** In order of precedence; names as `plainName` has them. */
const TEXT_NAMES = ['text', 'sentence', 'content', 'document'];
/** Token id lists, in JSON and JSONL, for a model without tokenizer. */
const ID_NAMES = ['ids', 'token_ids', 'input_ids'];
const LABEL_NAME = 'label';
/** No name of a column has as many words. */
const WORDS_OF_A_SENTENCE = 4;

/** Indices. A table of token ids only has the same column in both places. */
export interface TextColumns {
  readonly text: number;
  readonly ids: number | null;
  readonly label: number | null;
}

export type ChosenTextColumns =
  | { readonly ok: true; readonly mapping: TextMapping; readonly columns: TextColumns }
  | { readonly ok: false; readonly message: string };

/**
 * The columns that hold the texts: those that a person has named, and the others by their names, whatever their case:
 * `text` (or `sentence`, `content`, `document`), `ids` (or `token_ids`, `input_ids`), `label`.
 */
export function chooseTextColumns(names: readonly string[], given: TextColumnChoice = {}): ChosenTextColumns {
  return orRefusal(() => {
    const plain = names.map(plainName);
    const firstOf = (known: readonly string[]): number | null =>
      onlyNamed(
        plain,
        known.find((name) => plain.includes(name)),
      );
    const ids = firstOf(ID_NAMES);
    const text = given.text === undefined ? (firstOf(TEXT_NAMES) ?? ids) : columnMeant(names, given.text);
    if (text === null) throw new ColumnRefusal(notFound(names));
    const label = labelColumn(names, plain, given.label);
    if (label === text)
      throw new ColumnRefusal(`"${names[text] ?? ''}" is mapped to the text and to the label`);
    const mapping = { text: names[text] ?? '', label: label === null ? null : (names[label] ?? null) };
    return { mapping, columns: { text, ids: ids === label ? null : ids, label } };
  });
}

function labelColumn(
  names: readonly string[],
  plain: readonly string[],
  given: string | null | undefined,
): number | null {
  if (given === null) return null;
  return given === undefined ? onlyNamed(plain, LABEL_NAME) : columnMeant(names, given);
}

function notFound(names: readonly string[]): string {
  const isText = names.some((name) => name.trim().split(/\s+/).length >= WORDS_OF_A_SENTENCE);
  const header = isText
    ? '; the first line has to name the columns, and looks like a text: a file of texts, one a line, is called .txt'
    : '';
  return `no column named text (or the like); the file has ${listedNames(names)}${header}`;
}
