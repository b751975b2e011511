/** A statement as chips: its tokens, or its words with their pieces joined. */
import { spellWord, wordSpans } from '../../../core/pairs/words.ts';
import type { PairDetail, Token, TokenView } from '../../../shared/entities.ts';
import type { Link } from './alignment-draft.ts';

export interface Chip {
  /** What it says, without the tokenizer's marks. */
  readonly text: string;
  /** The same with whitespace that the tokenizer keeps made visible. */
  readonly visible: string;
  readonly special: boolean;
  /** Continues the word of the chip before it. */
  readonly joined: boolean;
  /** The tokens it is made of, by position. */
  readonly positions: readonly number[];
  /** Their ids. */
  readonly ids: readonly number[];
}

/** A link between chips: the same token on both sides, or one token for another. */
export interface ChipLink {
  readonly original: number;
  readonly counterfactual: number;
  readonly kind: 'match' | 'substitution';
}

/** What WordPiece writes before the inside of a word. */
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

/** Links of tokens as links of chips; several between the same two chips are one. */
export function chipLinks(
  links: readonly Link[],
  original: readonly Chip[],
  counterfactual: readonly Chip[],
): ChipLink[] {
  const above = chipOfPosition(original);
  const below = chipOfPosition(counterfactual);
  const seen = new Map<string, ChipLink>();
  for (const [i, j] of links) {
    const [a, b] = [above[i], below[j]];
    if (a === undefined || b === undefined || seen.has(`${a} ${b}`)) continue;
    const same = original[a]?.ids.join() === counterfactual[b]?.ids.join();
    seen.set(`${a} ${b}`, { original: a, counterfactual: b, kind: same ? 'match' : 'substitution' });
  }
  return [...seen.values()];
}

function chipOfPosition(chips: readonly Chip[]): number[] {
  const chipOf: number[] = [];
  chips.forEach((chip, index) => chip.positions.forEach((position) => (chipOf[position] = index)));
  return chipOf;
}

/** 'Aligned by edit distance', in words for the screen. */
export const ALIGNMENT_WORDS: Readonly<Record<PairDetail['alignment']['used'], string>> = {
  position: 'Aligned by position',
  edit: 'Aligned by edit distance',
  manual: 'Aligned by hand',
};
