/** A piece of text that comes from data, within a sentence of ours: it is set apart, so that it turns nothing around it. */

/** Letters that run from right to left, and signs of direction. */
const TURNS =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Hanifi_Rohingya}\u200f\u202a-\u202e]/u;

const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ['\u2068', '\u2069'];

/**
 * The text between the signs U+2068 and U+2069 of Unicode (Standard Annex 9), where anything in it runs from right to left: without them the
 * bracket after a Hebrew name, or the number, comes to stand before it. A text that only runs from left to right is as it was. For
 * sentences that are put together as strings (options of a select, titles, toasts, captions); markup has `bdi`.
 */
export function isolated(text: string): string {
  return TURNS.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text;
}

/**
 * The name that a person gave to a set, a project, a label or a file, wherever words stand beside it: in sentences, captions, titles and
 * names of runs, for a set may be called “few”. In a list, a cell or a field, where it stands by itself, it has no quotes; names of models
 * are identifiers and have none anywhere.
 */
export function quoted(name: string): string {
  return `“${isolated(name)}”`;
}

/** A piece of a sentence: words of ours, or a text of data that is set apart from them. */
export interface SentencePart {
  readonly text: string;
  readonly isApart: boolean;
}

/**
 * The pieces of a sentence as {@link isolated} has put it together, without its signs, for markup: what is apart goes into a `bdi`. A
 * text that runs from right to left and has no signs is all of data.
 */
export function sentenceParts(sentence: string): SentencePart[] {
  if (plain(sentence) === sentence) return [{ text: sentence, isApart: TURNS.test(sentence) }];
  const parts: { text: string; isApart: boolean }[] = [];
  let depth = 0;
  for (const sign of sentence) {
    if (/[\u2066-\u2068]/u.test(sign)) depth++;
    else if (sign === POP_ISOLATE) depth = Math.max(0, depth - 1);
    else {
      const last = parts.at(-1);
      if (last?.isApart === depth > 0) last.text += sign;
      else parts.push({ text: sign, isApart: depth > 0 });
    }
  }
  return parts;
}

/** The text without these signs: what is stored, searched for or written into tables has none. */
export function plain(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/gu, '');
}
