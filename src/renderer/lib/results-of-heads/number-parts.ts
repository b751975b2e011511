/** A sentence apart: its measured numbers, which are set in the font of numbers, and the words between them. */
export interface TextPart {
  readonly text: string;
  readonly isNumber: boolean;
}

/** Numbers with decimals, and intervals of them; counts are words. */
const MEASURED = /\[[−\d.]+, [−\d.]+\]|[±−]?\d+\.\d+(?:e[-−]?\d+)?/g;

export function numberParts(sentence: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: text, index } of sentence.matchAll(MEASURED)) {
    if (index > end) parts.push({ text: sentence.slice(end, index), isNumber: false });
    parts.push({ text, isNumber: true });
    end = index + text.length;
  }
  if (end < sentence.length) parts.push({ text: sentence.slice(end), isNumber: false });
  return parts;
}
