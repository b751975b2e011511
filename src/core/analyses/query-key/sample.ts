/**
 * The tokens that all heads are measured on: whole texts, drawn without replacement until the next one would be too much. The
 * first is cut if it is too long by itself.
 */
import { drawnOrder, type RandomSource } from '../../statistics/random.ts';

export interface SampledText {
  /** Its place among all texts, from 0. */
  readonly input: number;
  /** Id of the text or the pair in the store; 0 of ids. */
  readonly sourceId: number;
  /** 0: a text, or ids; 1, 2: original and counterfactual of a pair. */
  readonly side: number;
  readonly ids: readonly number[];
  readonly tokenTypes: readonly number[] | null;
}

/**
 * @param textOf the text of a place; null for one that the model cannot take
 * @returns the texts in their own order, and how many were left out, for the model cannot take them
 */
export function sampleTexts(
  count: number,
  mostTokens: number,
  random: RandomSource,
  textOf: (place: number) => SampledText | null,
): { readonly texts: readonly SampledText[]; readonly leftOut: number } {
  const texts: SampledText[] = [];
  let tokens = 0;
  let leftOut = 0;
  for (const place of drawnOrder(count, random)) {
    const text = textOf(place);
    if (text === null) {
      leftOut++;
      continue;
    }
    if (tokens + text.ids.length > mostTokens) {
      if (texts.length === 0) texts.push({ ...text, ids: text.ids.slice(0, mostTokens) });
      break;
    }
    texts.push(text);
    tokens += text.ids.length;
  }
  return { texts: texts.toSorted((a, b) => a.input - b.input), leftOut };
}

/**
 * Which half each text belongs to, in their order: in the order of a draw, each goes to the half that has fewer tokens.
 * @returns 0 or 1 by text
 */
export function halvesOf(texts: readonly SampledText[], random: RandomSource): number[] {
  const halves = texts.map(() => 0);
  const tokens = [0, 0];
  for (const place of drawnOrder(texts.length, random)) {
    const half = (tokens[0] as number) <= (tokens[1] as number) ? 0 : 1;
    halves[place] = half;
    tokens[half] = (tokens[half] as number) + (texts[place]?.ids.length ?? 0);
  }
  return halves;
}
