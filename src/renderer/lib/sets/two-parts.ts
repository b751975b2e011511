/** Brackets of two parts, `[not|also]`: what the original and what the counterfactual has. Some mean a pair and its neutral by it. */
import { readTemplate, type TemplatePart } from '../../../core/templates/template-text.ts';

export interface TwoParts {
  /** Without its brackets: 'not|also'. */
  readonly written: string;
  readonly first: string;
  readonly second: string;
}

/** Each once, in reading order; those with an empty part can mean one thing alone. */
export function bracketsOfTwo(templates: readonly { readonly text: string }[]): TwoParts[] {
  const found = new Map<string, TwoParts>();
  for (const { text } of templates)
    for (const piece of readTemplate(text).pieces) {
      if (piece.kind !== 'change' || piece.neutral !== null) continue;
      const first = wordsOf(piece.original);
      const second = wordsOf(piece.counterfactual);
      if (first === '' || second === '') continue;
      found.set(piece.written, { written: piece.written, first, second });
    }
  return [...found.values()];
}

/** The templates with `[not|also]` as `[|not|also]`: nothing in the original, the pair’s words, its neutral’s. */
export function asPairAndNeutral(templates: string, { written }: TwoParts): string {
  return templates.replaceAll(`[${written}]`, () => `[|${written}]`);
}

const wordsOf = (parts: readonly TemplatePart[]): string =>
  parts
    .map((part) => (part.kind === 'text' ? part.text : `{${part.name}}`))
    .join('')
    .trim();
