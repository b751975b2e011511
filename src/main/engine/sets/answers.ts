/** What may be the answers of a pair: what should follow its original, and what would follow its counterfactual. */
import { LARGEST } from '../../../core/bounds.ts';
import type { PairContent } from './pair-content.ts';

export type Answers = Pick<PairContent, 'answer' | 'wrongAnswer'>;

/** Which of the two is wrong, and why, in a sentence; null where they may be those of a pair. */
export function whatIsWrongWithAnswers(
  { answer, wrongAnswer }: Answers,
  pairOf: 'text' | 'ids',
): { readonly of: keyof Answers; readonly message: string } | null {
  if (answer === null)
    return wrongAnswer === null
      ? null
      : { of: 'answer', message: 'a wrong answer without the answer: it is said what should follow, too' };
  if (answer === wrongAnswer)
    return {
      of: 'wrongAnswer',
      message: 'the wrong answer is the answer: it has to be another, or nothing',
    };
  if (pairOf === 'text') return null;
  for (const [of, what] of [
    ['answer', 'the answer'],
    ['wrongAnswer', 'the wrong answer'],
  ] as const) {
    const value = { answer, wrongAnswer }[of];
    if (value !== null && tokenIdOf(value) === null)
      return { of, message: `${what} is “${value}”; beside token ids it is a token id` };
  }
  return null;
}

/** The token id that an answer beside token ids is; null where it is none. */
export function tokenIdOf(answer: string): number | null {
  const id = /^\d{1,10}$/.test(answer) ? Number(answer) : Number.NaN;
  return id <= LARGEST.tokenId ? id : null;
}
