/** The pairs of the set `ioi`: which names stand in which template, so that every name is an answer as often as it is not. */
import { NAMES } from './names.ts';
import { TEMPLATES } from './templates.ts';

export interface IoiPair {
  readonly original: string;
  readonly counterfactual: string;
  readonly neutral: string;
  readonly answer: string;
  readonly wrong_answer: string;
  /** The template's number and its first words. */
  readonly cluster: string;
  /** Whether the answer is the first or the second of the two names: Wang et al.'s ABB and BAB. */
  readonly label: 'answer-first' | 'answer-second';
}

export const PAIRS_OF_TEMPLATE = 8;

/**
 * How far the wrong name is from the answer in the list of names, for each run through the list. None is another's complement, so
 * that no two names meet twice; odd ones are a woman and a man, even ones are not.
 */
const STEPS = [9, 14, 19, 26, 29, 40, 43];

/** [448] in the order of the file: eight pairs of each template. */
export function ioiPairs(): IoiPair[] {
  return TEMPLATES.flatMap((template, number) =>
    Array.from({ length: PAIRS_OF_TEMPLATE }, (_, index) =>
      pairOf(template, number, number * PAIRS_OF_TEMPLATE + index),
    ),
  );
}

function pairOf(template: string, number: number, place: number): IoiPair {
  const round = Math.floor(place / NAMES.length);
  const nameAt = (index: number): string => NAMES[index % NAMES.length] ?? '';
  const answer = nameAt(place);
  const wrong = nameAt(place + (STEPS[round] ?? 0));
  const isFirst = (Math.floor(place / 2) + round) % 2 === 0;
  const [a, b] = isFirst ? [answer, wrong] : [wrong, answer];
  const [before = '', verb = '', other = '', after = ''] = template.split('|');
  const text = (subject: string, of: string): string =>
    `${before}${of}${after}`.replace('{A}', a).replace('{B}', b).replace('{S}', subject);
  return {
    original: text(wrong, verb),
    counterfactual: text(answer, verb),
    neutral: text(wrong, other),
    answer,
    wrong_answer: wrong,
    cluster: `${String(number + 1).padStart(2, '0')} ${before.split('{A}')[0]?.trim() ?? ''} … ${verb}${after}`,
    label: isFirst ? 'answer-first' : 'answer-second',
  };
}
