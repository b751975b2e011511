/**
 * Where tokens stand in the text that they were made of. A tokenizer may have folded case, taken marks off or put other
 * characters in their place, so token and text are held together as they are compared: without case, marks and white space.
 */
import { bytesOfToken, charactersOf, type TokenText } from './token-bytes.ts';

/** Characters of a text from `from` up to, not including, `to`, in UTF-16 units. */
export type TextRange = readonly [from: number, to: number];

export interface PlaceableToken extends TokenText {
  readonly special: boolean;
}

/** So many tokens in a row have to fit where the text goes on after one that is not in it. */
const TOKENS_AHEAD = 3;

/**
 * The characters that each token stands for, without white space at its ends; null for special tokens and those that stand
 * for none. Several tokens that share a character all have it. A token that is not in the text, since its tokenizer does not
 * know the word, stands for what lies between its neighbours.
 */
export function tokenPlaces(tokens: readonly PlaceableToken[], text: string): (TextRange | null)[] {
  const folded = foldText(text);
  const units = unitsOf(tokens);
  const places: (TextRange | null)[] = tokens.map(() => null);
  const put = (unit: Unit, range: TextRange | null) => {
    for (const token of unit.tokens) places[token] = range;
  };
  let at = 0;
  for (let next = 0; next < units.length;) {
    const unit = units[next] as Unit;
    if (unit.folded === '') next++;
    else if (folded.text.startsWith(unit.folded, at)) {
      placeUnit(unit, folded, at, places);
      at += unit.folded.length;
      next++;
    } else {
      const { skipped, goesOnAt } = findAgain(units, next, folded.text, at);
      const pieces = piecesOf(folded, text, at, goesOnAt);
      const isOneEach = pieces.length === skipped;
      const [first, last] = [pieces[0], pieces.at(-1)];
      const whole: TextRange | null = first && last ? [first[0], last[1]] : null;
      for (let index = 0; index < skipped; index++)
        put(units[next + index] as Unit, isOneEach ? (pieces[index] ?? null) : whole);
      at = goesOnAt;
      next += skipped;
    }
  }
  return places;
}

/** Tokens that share characters: one, as a rule. */
interface Unit {
  readonly tokens: readonly number[];
  readonly folded: string;
  /** [folded.length] which of the tokens each folded character is of. */
  readonly owners: readonly (readonly number[])[];
}

interface FoldedText {
  readonly text: string;
  /** [text.length] where each folded character is from. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** As text and tokens are compared; '' for what does not count. */
function fold(character: string): string {
  const plain = character
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\s\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '');
  return plain;
}

function foldText(text: string): FoldedText {
  let folded = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = fold(character);
    for (let unit = 0; unit < plain.length; unit++) {
      from.push(at);
      to.push(at + character.length);
    }
    at += character.length;
    folded += plain;
  }
  return { text: folded, from, to };
}

function unitsOf(tokens: readonly PlaceableToken[]): Unit[] {
  const bytes: number[] = [];
  const ownerOfByte: number[] = [];
  tokens.forEach((token, place) => {
    if (token.special) return;
    for (const byte of bytesOfToken(token)) {
      bytes.push(byte);
      ownerOfByte.push(place);
    }
  });
  const units: { tokens: number[]; folded: string; owners: number[][] }[] = [];
  for (const { at, length, text } of charactersOf(Uint8Array.from(bytes))) {
    const owners = [...new Set(ownerOfByte.slice(at, at + length))];
    const last = units.at(-1);
    const joins = last !== undefined && owners.some((owner) => last.tokens.includes(owner));
    const unit = joins ? last : { tokens: [], folded: '', owners: [] };
    if (!joins) units.push(unit);
    for (const owner of owners) if (!unit.tokens.includes(owner)) unit.tokens.push(owner);
    const plain = text === null ? '' : fold(text);
    unit.folded += plain;
    for (let index = 0; index < plain.length; index++) unit.owners.push(owners);
  }
  return units;
}

/** Gives the tokens of a unit that stands in the text at `at` their characters. */
function placeUnit(unit: Unit, { from, to }: FoldedText, at: number, places: (TextRange | null)[]): void {
  unit.owners.forEach((owners, index) => {
    const [first, last] = [from[at + index] ?? 0, to[at + index] ?? 0];
    for (const owner of owners) {
      const known = places[owner];
      places[owner] = [known ? Math.min(known[0], first) : first, known ? Math.max(known[1], last) : last];
    }
  });
}

/**
 * How many units, from `next` on, are not in the text, and where it goes on with those that are. The first that is not there
 * may be the unknown token: the same again is not looked for.
 */
function findAgain(
  units: readonly Unit[],
  next: number,
  text: string,
  at: number,
): { skipped: number; goesOnAt: number } {
  const unknown = units[next]?.folded;
  for (let skipped = 1; next + skipped < units.length; skipped++) {
    let ahead = '';
    for (const { folded } of units.slice(next + skipped, next + skipped + TOKENS_AHEAD)) {
      if (folded === unknown) break;
      ahead += folded;
    }
    const found = ahead === '' ? -1 : text.indexOf(ahead, at + 1);
    if (found !== -1) return { skipped, goesOnAt: found };
  }
  return { skipped: units.length - next, goesOnAt: text.length };
}

const PIECE = /[\p{P}\p{S}]|[^\s\p{P}\p{S}]+/gu;

/** What a tokenizer takes as one where it knows no word: letters between white space, and each mark of punctuation. */
function piecesOf({ from, to }: FoldedText, text: string, start: number, end: number): TextRange[] {
  const [first, last] = [from[start], to[end - 1]];
  if (first === undefined || last === undefined || end <= start) return [];
  return Array.from(text.slice(first, last).matchAll(PIECE), (piece) => {
    const begin = first + piece.index;
    return [begin, begin + piece[0].length] as const;
  });
}
