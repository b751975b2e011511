/** Two statements as one line: the words that both have, those that were taken out and those that were put in. */
import { keptWords, WORD } from './kept-words.ts';

export interface LinePiece {
  /** same: in both; out: in the original alone; in: in the counterfactual alone */
  readonly kind: 'same' | 'out' | 'in';
  /** As it stands in its statement, with the white space before it. */
  readonly text: string;
}

/** Words and signs, each with the white space before it. */
const PIECES = new RegExp(String.raw`\s*(?:${WORD})|\s+$`, 'gu');

/**
 * By Levenshtein distance over words, with what was taken out before what was put in. White space is not compared.
 *
 * @returns pieces in reading order; neighbours are of different kinds
 */
export function changedLine(original: string, counterfactual: string): LinePiece[] {
  const before = original.match(PIECES) ?? [];
  const after = counterfactual.match(PIECES) ?? [];
  const kept = keptWords(
    before.map((piece) => piece.trim()),
    after.map((piece) => piece.trim()),
  );
  const pieces: LinePiece[] = [];
  let [fromOut, fromIn] = [0, 0];
  for (const [out, into] of [...kept, [before.length, after.length] as const]) {
    pieces.push({ kind: 'out', text: before.slice(fromOut, out).join('') });
    pieces.push({ kind: 'in', text: after.slice(fromIn, into).join('') });
    pieces.push({ kind: 'same', text: after[into] ?? '' });
    [fromOut, fromIn] = [out + 1, into + 1];
  }
  return joined(pieces);
}

/** Without empty pieces, and with neighbours of a kind as one. */
function joined(changes: readonly LinePiece[]): LinePiece[] {
  const result: LinePiece[] = [];
  for (const { kind, text } of changes) {
    if (text === '') continue;
    const last = result.at(-1);
    if (last?.kind === kind) result[result.length - 1] = { kind, text: last.text + text };
    else result.push({ kind, text });
  }
  return result;
}

/** Characters of what both statements have that are kept on a side of a change, where there is room for hardly any. */
const fewestKept = (room: number): number => Math.min(12, Math.max(3, Math.floor(room / 8)));
/** Characters of what was taken out that are kept where all of it would hide what was put in. */
const LEAST_OUT = 12;
/** Of the room, what is left to what follows the last change. */
const SHARE_AFTER = 0.3;

/**
 * The same where there is room for about `room` characters: of what both statements have, parts are left out that would push
 * changes out of sight, and no more of it than that. What follows the last change is left as it is: a line ends where it ends.
 * Where what was taken out would hide what was put in, it is cut, too.
 */
export function shortenLine(changes: readonly LinePiece[], room: number): LinePiece[] {
  const last = changes.findLastIndex(({ kind }) => kind !== 'same');
  if (lengthOf(changes) <= room || last < 0) return [...changes];
  const after = Math.min(lengthOf(changes.slice(last + 1)), Math.floor(room * SHARE_AFTER));
  const before = withoutLongOuts(changes.slice(0, last + 1), room);
  // The most that has room: a whole line has more words in it the more is kept.
  let [kept, most] = [fewestKept(room), Math.max(fewestKept(room), room)];
  while (kept < most) {
    const middle = Math.ceil((kept + most) / 2);
    if (lengthOf(withKept(before, middle)) + after <= room) kept = middle;
    else most = middle - 1;
  }
  return [...withKept(before, kept), ...changes.slice(last + 1)];
}

function withoutLongOuts(changes: readonly LinePiece[], room: number): readonly LinePiece[] {
  const rests = changes.filter(({ kind }) => kind === 'same').length;
  if (lengthOf(changes.filter(({ kind }) => kind !== 'same')) + rests * fewestKept(room) <= room)
    return changes;
  return changes.map((change) =>
    change.kind === 'out' && change.text.length > LEAST_OUT
      ? { kind: 'out', text: `${change.text.slice(0, LEAST_OUT - 1)}…` }
      : change,
  );
}

function lengthOf(pieces: readonly LinePiece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

/** Of a line that ends with a change: so many characters of what both have on each side of one. */
function withKept(changes: readonly LinePiece[], kept: number): LinePiece[] {
  return changes.map((change, index) => {
    if (change.kind !== 'same') return change;
    if (index === 0)
      return change.text.length <= 2 * kept ? change : { kind: 'same', text: `…${tail(change.text, kept)}` };
    return change.text.length <= 2 * kept
      ? change
      : { kind: 'same', text: `${head(change.text, kept)} …${tail(change.text, kept)}` };
  });
}

/** {@link shortenLine}, with what follows the last change shortened, too: some words around each change. */
export function excerptLine(changes: readonly LinePiece[], room: number): LinePiece[] {
  const kept = Math.max(12, Math.floor(room / 5));
  const shortened = shortenLine(changes, room);
  return shortened.map((change, index) =>
    change.kind === 'same' && index === shortened.length - 1 && index > 0 && change.text.length > 2 * kept
      ? { kind: 'same', text: `${head(change.text, kept)} …` }
      : change,
  );
}

/** Its last words, with the space before them. */
function tail(text: string, most: number): string {
  const from = text.indexOf(' ', text.length - most);
  return from < 0 ? ` ${text.slice(-most)}` : text.slice(from);
}

function head(text: string, most: number): string {
  const to = text.lastIndexOf(' ', most);
  return to <= 0 ? text.slice(0, most) : text.slice(0, to);
}
