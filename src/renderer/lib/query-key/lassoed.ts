/** What lies in a lasso: its tokens with counts, and the sentences that they are of. */
import type { SampledTokens } from '../../../core/analyses/query-key/points.ts';

export interface LassoedToken {
  readonly text: string;
  readonly queries: number;
  readonly keys: number;
}

export interface LassoedSentence {
  /** Its place among all texts. */
  readonly input: number;
  readonly tokens: readonly { readonly text: string; readonly isIn: boolean }[];
  /** Of its tokens, those whose query or key is in the lasso. */
  readonly count: number;
}

/** @param points places among queries, then keys */
export function lassoedTokens(tokens: SampledTokens, points: readonly number[]): LassoedToken[] {
  const found = new Map<string, { queries: number; keys: number }>();
  for (const point of points) {
    const text = tokens.texts[point % tokens.texts.length] ?? '';
    const counts = found.get(text) ?? { queries: 0, keys: 0 };
    if (point < tokens.texts.length) counts.queries++;
    else counts.keys++;
    found.set(text, counts);
  }
  return [...found]
    .map(([text, counts]) => ({ text, ...counts }))
    .toSorted((a, b) => b.queries + b.keys - a.queries - a.keys || (a.text < b.text ? -1 : 1));
}

/** Those with most tokens in the lasso first. */
export function lassoedSentences(tokens: SampledTokens, points: readonly number[]): LassoedSentence[] {
  const chosen = new Set(points.map((point) => point % tokens.texts.length));
  const sentences = new Map<number, { text: string; isIn: boolean }[]>();
  const inputs = new Set([...chosen].map((token) => tokens.inputs[token] ?? 0));
  for (const [token, text] of tokens.texts.entries()) {
    const input = tokens.inputs[token] ?? 0;
    if (!inputs.has(input)) continue;
    const sentence = sentences.get(input) ?? [];
    sentence.push({ text, isIn: chosen.has(token) });
    sentences.set(input, sentence);
  }
  return [...sentences]
    .map(([input, all]) => ({ input, tokens: all, count: all.filter(({ isIn }) => isIn).length }))
    .toSorted((a, b) => b.count - a.count || a.input - b.input);
}
