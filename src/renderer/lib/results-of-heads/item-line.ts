/** The statements of an item as one line of a list: which of them are held against each other, and what tells texts of pairs apart. */
import { changedLine, type LinePiece } from '../../../core/pairs/changed-line.ts';

export interface NamedText {
  /** 'original', 'neutral', 'text'. */
  readonly name: string;
  readonly text: string;
}

/** One letter for the statement of a pair that a line is of: the word would take the room of the text. */
export const SIDE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['original', 'O'],
  ['counterfactual', 'C'],
  ['neutral', 'N'],
]);

export type ItemLine =
  /** One statement, or several that are no pair. */
  | { readonly kind: 'text'; readonly letter: string | undefined; readonly text: string }
  | {
      readonly kind: 'pair';
      /** What the other is held against. */
      readonly original: string;
      readonly counterfactual: string;
      /** With a neutral: it whole, and what it changes. */
      readonly neutral: { readonly text: string; readonly changes: readonly LinePiece[] } | null;
    };

/** @param statements as they are in the item; those without text are left out */
export function itemLine(statements: readonly NamedText[]): ItemLine {
  const told = statements.filter(({ text }) => text !== '');
  const textOf = (name: string) => told.find((statement) => statement.name === name)?.text;
  const [original, counterfactual, neutral] = [
    textOf('original'),
    textOf('counterfactual'),
    textOf('neutral'),
  ];
  const [first] = told;
  // A negation, or the control of one, against its neutral.
  if (original === undefined && counterfactual === undefined && told.length === 2 && neutral !== undefined)
    return { kind: 'pair', original: first?.text ?? '', counterfactual: neutral, neutral: null };
  if (original === undefined || counterfactual === undefined)
    return {
      kind: 'text',
      letter: told.length === 1 ? SIDE_LETTERS.get(first?.name ?? '') : undefined,
      text: told.map(({ text }) => text).join(' / '),
    };
  return {
    kind: 'pair',
    original,
    counterfactual,
    neutral:
      neutral === undefined
        ? null
        : {
            text: neutral,
            changes: changedLine(original, neutral).filter(({ kind }) => kind !== 'same'),
          },
  };
}

/** 'O original, C counterfactual': of the letters that are in sight. */
export function lettersWords(items: readonly (readonly NamedText[])[]): string {
  const seen = new Set(items.flatMap(lettersOf));
  return [...SIDE_LETTERS]
    .filter(([, letter]) => seen.has(letter))
    .map(([name, letter]) => `${letter} ${name}`)
    .join(', ');
}

function lettersOf(statements: readonly NamedText[]): (string | undefined)[] {
  const line = itemLine(statements);
  if (line.kind === 'text') return [line.letter];
  return line.neutral === null ? [] : [SIDE_LETTERS.get('neutral')];
}
