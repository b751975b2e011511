/** A text as chips: its tokens, or its words with their pieces joined. */
import { spellWord, wordSpans } from '../../../core/pairs/words.ts';
import type { Token, TokenView } from '../../../shared/entities.ts';

export interface Chip {
  /** Its text, without the marks of the tokenizer. */
  readonly text: string;
  /** The same text with its whitespace made visible. */
  readonly visible: string;
  readonly special: boolean;
  /** Continues the word of the chip before it. */
  readonly joined: boolean;
  /** The tokens it is made of, by position. */
  readonly positions: readonly number[];
  /** Their ids. */
  readonly ids: readonly number[];
}

/** WordPiece writes this before a token that continues a word. */
const INSIDE_MARK = /^##/u;

export function chipsOf(tokens: readonly Token[], view: TokenView): Chip[] {
  const spans =
    view === 'words'
      ? wordSpans(tokens.map((token) => token.word))
      : tokens.map((_, position) => ({ start: position, end: position + 1 }));
  return spans.map(({ start, end }) => {
    const members = tokens.slice(start, end);
    const before = tokens[start - 1];
    const first = members[0];
    const spelled = spellWord(members.map(spelling));
    return {
      text: spelled.trim() === '' ? visible(spelled) : spelled.trim(),
      visible: visible(spelled),
      special: members.every((token) => token.special),
      joined: first !== undefined && first.word !== null && before?.word === first.word,
      positions: members.map((_, k) => start + k),
      ids: members.map((token) => token.id),
    };
  });
}

function spelling(token: Token): string {
  return token.special ? token.text : token.text.replace(INSIDE_MARK, '');
}

function visible(text: string): string {
  return text.replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '⇥');
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Which way the text runs. */
export function directionOf(chips: readonly Chip[]): 'rtl' | 'ltr' {
  return chips.some((chip) => !chip.special && RIGHT_TO_LEFT.test(chip.text)) ? 'rtl' : 'ltr';
}
