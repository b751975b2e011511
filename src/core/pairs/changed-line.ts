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

/** Characters of what surrounds a change that are kept at least, and of what was taken out where it hides what was put in. */
const LEAST_KEPT = 12;

/**
 * The same where there is room for about `room` characters: of what both statements have, parts are left out that would push
 * changes out of sight, no more than that takes. What follows the last change is left as it is: a line ends where it ends. Where what
 * was taken out would hide what was put in, it is cut, too.
 */
export function shortenLine(changes: readonly LinePiece[], room: number): LinePiece[] {
  const length = lengthOf(changes);
  const last = changes.findLastIndex(({ kind }) => kind !== 'same');
  if (length <= room || last < 0) return [...changes];
  const before = changes.slice(0, last).filter(({ kind }) => kind === 'same');
  const changed = lengthOf(changes.filter(({ kind }) => kind !== 'same'));
  const after = Math.min(Math.floor(room / 3), lengthOf(changes.slice(last + 1)));
  const share = shareOf(
    before.map(({ text }) => text.length),
    room - changed - after,
  );
  const cutsOut = changed + before.length * LEAST_KEPT > room;
  return changes.map((change, index) => {
    const { kind, text } = change;
    if (kind === 'out' && cutsOut && text.length > LEAST_KEPT)
      return { kind, text: `${text.slice(0, LEAST_KEPT - 1)}…` };
    if (kind !== 'same' || index > last || text.length <= share) return change;
    if (index === 0) return { kind, text: `…${tail(text, share - 1)}` };
    const half = Math.max(1, Math.floor((share - 2) / 2));
    return { kind, text: `${head(text, half)} …${tail(text, half)}` };
  });
}

function lengthOf(pieces: readonly LinePiece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

/** The most that each of these lengths may have, so that together they have no more than `room`: short ones leave theirs to the others. */
function shareOf(lengths: readonly number[], room: number): number {
  const ascending = lengths.toSorted((a, b) => a - b);
  let left = room;
  for (const [index, length] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (length > share) return Math.max(LEAST_KEPT, Math.floor(share));
    left -= length;
  }
  return Infinity;
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
