/** What a rule makes of a sentence. */
export type RuleResult =
  | { readonly isSure: true; readonly text: string }
  /** `text`: what it would be, for a person to look at; null where the rule has nothing to propose. `why`: a clause. */
  | { readonly isSure: false; readonly text: string | null; readonly why: string };

export function sure(text: string): RuleResult {
  return { isSure: true, text };
}

export function unsure(why: string, text: string | null = null): RuleResult {
  return { isSure: false, text, why };
}

/** A word of a sentence, [from, to) in UTF-16 units. */
export interface Word {
  readonly text: string;
  /** In small letters, with a straight apostrophe. */
  readonly small: string;
  readonly from: number;
  readonly to: number;
}

const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

export function wordsOf(sentence: string): Word[] {
  return Array.from(sentence.matchAll(WORDS), ({ 0: text, index }) => ({
    text,
    small: text.toLowerCase().replaceAll('’', "'"),
    from: index,
    to: index + text.length,
  }));
}

export function replaced(sentence: string, { from, to }: { from: number; to: number }, by: string): string {
  return sentence.slice(0, from) + by + sentence.slice(to);
}

/** Why an English rule has nothing to say of a sentence; null where it may have. */
export function whyNotOneClause(sentence: string): string | null {
  if (sentence.trim() === '') return 'there is no sentence';
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  const latin = sentence.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (latin * 2 <= letters || letters === 0) return 'the rule is one of English';
  if (/\?/u.test(sentence)) return 'it is a question';
  if (/[.!]["”’)]*\s+\S/u.test(sentence)) return 'it is more than one sentence';
  if (/[;:—]/u.test(sentence)) return 'it is more than one clause';
  if (/["“”«»]/u.test(sentence)) return 'it has a quotation in it';
  return null;
}
