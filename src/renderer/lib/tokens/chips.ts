/** A text as chips: its tokens, or its words with their pieces joined. */
import { runsRightToLeft } from '../../../core/figures/token-labels.ts';
import { labelEm } from '../../../core/figures/text-width.ts';
import { visibleText } from '../../../core/figures/visible-text.ts';
import { bytesOfToken, hexOf, isWholeText } from '../../../core/pairs/token-bytes.ts';
import { spellWord, wordSpans } from '../../../core/pairs/words.ts';
import type { Token, TokenView } from '../../../shared/entities.ts';

export interface Chip {
  /** Its text, without the marks of the tokenizer. */
  readonly text: string;
  /** The same text with its whitespace made visible. */
  readonly visible: string;
  /** Its UTF-8 in hex, tokens apart by a dot, where its text does not tell: 'D7 A9'; else ''. */
  readonly bytes: string;
  /** The word that it is, or is a piece of. */
  readonly around: string;
  readonly special: boolean;
  /** Continues the word of the chip before it. */
  readonly joined: boolean;
  /** The tokens it is made of, by position. */
  readonly positions: readonly number[];
  /** Their ids. */
  readonly ids: readonly number[];
}

export function chipsOf(tokens: readonly Token[], view: TokenView): Chip[] {
  const words = wordSpans(tokens.map((token) => token.word));
  const spans =
    view === 'words' ? words : tokens.map((_, position) => ({ start: position, end: position + 1 }));
  const around = words.flatMap(({ start, end }) => {
    const word = withoutSpaces(spellWord(tokens.slice(start, end)));
    return Array<string>(end - start).fill(word);
  });
  return spans.map(({ start, end }) => {
    const members = tokens.slice(start, end);
    const before = tokens[start - 1];
    const first = members[0];
    const spelled = spellWord(members);
    // Spaces within are seen as they are; one that is all there is needs a sign.
    const shown = visibleText(withoutSpaces(spelled) || spelled);
    return {
      text: withoutSpaces(spelled) === '' ? shown : shown.replaceAll('␣', ' '),
      visible: visibleText(spelled),
      bytes: bytesToShow(members, spelled),
      around: around[start] ?? '',
      special: members.every((token) => token.special),
      joined: first !== undefined && first.word !== null && before?.word === first.word,
      positions: members.map((_, k) => start + k),
      ids: members.map((token) => token.id),
    };
  });
}

function withoutSpaces(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

/** Of text that is not plain ASCII: there what is seen does not tell which bytes it is. */
function bytesToShow(members: readonly Token[], spelled: string): string {
  const isPlain = /^[ -~]*$/.test(spelled) && members.every((token) => isWholeText(bytesOfToken(token)));
  if (isPlain || members.some((token) => token.special)) return '';
  return members
    .map((token) =>
      hexOf(bytesOfToken(token))
        .toUpperCase()
        .replace(/..(?=.)/g, '$& '),
    )
    .join(' · ');
}

/** Of their text; px of a chip that is a button (TokenChip.svelte): beside its text, and before the next. */
const CHIP = { fontSize: 13, padding: 8, gap: 4, seam: 1, paddingAtSeam: 4 } as const;

/** [n] px that each takes in a row of buttons, with what is between it and the next. */
export function chipWidths(chips: readonly Chip[]): number[] {
  return chips.map(({ text, joined }, at) => {
    const isContinued = chips[at + 1]?.joined === true;
    const before = joined ? CHIP.paddingAtSeam : CHIP.padding;
    const after = isContinued ? CHIP.paddingAtSeam + CHIP.seam : CHIP.padding + CHIP.gap;
    return labelEm(text) * CHIP.fontSize + before + after;
  });
}

/** Which way the text runs: as its first letter does. */
export function directionOf(chips: readonly Chip[]): 'rtl' | 'ltr' {
  const first = chips.find((chip) => !chip.special && /\p{L}/u.test(chip.around));
  return first !== undefined && runsRightToLeft(first.around) ? 'rtl' : 'ltr';
}

/**
 * Which way the text of a chip is written: as its own letters do. Brackets and signs have none, and run as their row does, so
 * that both brackets of a pair open to what they hold.
 */
export function chipDirection(text: string, row: 'rtl' | 'ltr'): 'rtl' | 'ltr' {
  if (!/\p{L}/u.test(text)) return row;
  return runsRightToLeft(text) ? 'rtl' : 'ltr';
}

/** What is said of a chip under the pointer beside its text and its place: its bytes, and the word that it is a piece of. */
export function chipFacts(chip: Chip): { readonly label: string; readonly value: string }[] {
  const isPiece = chip.around !== '' && visibleText(chip.around) !== visibleText(withoutSpaces(chip.text));
  return [
    ...(isPiece ? [{ label: 'in', value: chip.around }] : []),
    ...(chip.bytes === '' ? [] : [{ label: 'bytes', value: chip.bytes }]),
  ];
}
