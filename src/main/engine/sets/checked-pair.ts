/** The pair that a person types. */
import { marksAsText, readMarks } from '../../../core/negation/marks.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { whatIsWrongWith } from '../imports/sentence-text.ts';
import { type Answers, whatIsWrongWithAnswers } from './answers.ts';
import type { PairContent } from './pair-content.ts';
import { textPair } from './pair-content.ts';

/** A pair as a person types it. */
export interface PairTexts {
  readonly original: string;
  readonly counterfactual: string;
  readonly label: string | null;
  readonly neutral?: string | null | undefined;
  readonly cluster?: string | null | undefined;
  /** Words of the counterfactual with ; between them. */
  readonly cues?: string | null | undefined;
  readonly scope?: string | null | undefined;
  readonly answer?: string | null | undefined;
  readonly wrongAnswer?: string | null | undefined;
  readonly extras?: Readonly<Record<string, string>> | null | undefined;
}

/**
 * The pair that a person typed, without white space around its texts; a neutral, label, cluster or answer of
 * nothing is none.
 * @throws PairlensError SET_INVALID for a side that is empty, too long or no well-formed text, for a neutral that is one of
 * the two sides, and for answers that cannot be those of a pair
 */
export function checkedPair(texts: PairTexts): PairContent {
  const label = checkedName('label', texts.label);
  const original = checkedSide('original', texts.original);
  const counterfactual = checkedSide('counterfactual', texts.counterfactual);
  const neutral = (texts.neutral ?? '').trim() === '' ? null : checkedSide('neutral', texts.neutral ?? '');
  for (const [side, text] of Object.entries({ original, counterfactual }))
    if (neutral === text)
      throw new PairlensError(
        'SET_INVALID',
        `the neutral is the ${side}: it has to be another change of the original, or nothing`,
        { side },
      );
  const marks = (what: 'cues' | 'scope') => {
    const found = readMarks(texts[what], { text: counterfactual });
    if (found === null || !('wrong' in found)) return found;
    throw new PairlensError('SET_INVALID', `${MARKS[what]} ${found.wrong}`, { [what]: texts[what] });
  };
  return textPair(label, original, counterfactual, {
    cues: marks('cues'),
    scope: marks('scope'),
    neutral,
    cluster: checkedName('cluster', texts.cluster),
    ...checkedAnswers(texts),
    extras: checkedExtras(texts.extras),
  });
}

function checkedAnswers(texts: PairTexts): Answers {
  const answer = checkedName('answer', texts.answer);
  const wrongAnswer = checkedName('wrong answer', texts.wrongAnswer);
  const wrong = whatIsWrongWithAnswers({ answer, wrongAnswer }, 'text');
  if (wrong !== null) throw new PairlensError('SET_INVALID', wrong.message, { answer, wrongAnswer });
  return { answer, wrongAnswer };
}

/** An empty cell is nothing. */
function checkedExtras(extras: PairTexts['extras']): PairContent['extras'] {
  const kept = Object.entries(extras ?? {})
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '');
  for (const [name, value] of kept) {
    const problem = whatIsWrongWith(value);
    if (problem !== null) throw new PairlensError('SET_INVALID', `the column “${name}” ${problem}`, { name });
  }
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

const MARKS = { cues: 'the list of cues', scope: 'the scope' } as const;

/** What is marked in a pair, as texts, where nothing is said of it: as far as it is in the new counterfactual, too. */
export function marksThatStay(
  before: Pick<PairContent, 'counterfactual' | 'cues' | 'scope'>,
  after: Pick<PairTexts, 'counterfactual'>,
): Pick<PairTexts, 'cues' | 'scope'> {
  const stays = (marks: PairContent['cues']) => {
    if (marks === null) return null;
    const counterfactual = after.counterfactual.trim();
    if (counterfactual === before.counterfactual) return JSON.stringify(marks);
    const text = marksAsText(marks, before.counterfactual);
    const read = readMarks(text, { text: counterfactual });
    return read === null || 'wrong' in read ? null : text;
  };
  return { cues: stays(before.cues), scope: stays(before.scope) };
}

function checkedName(
  what: 'label' | 'cluster' | 'answer' | 'wrong answer',
  value: string | null | undefined,
): string | null {
  const name = value?.trim() ?? '';
  const problem = whatIsWrongWith(name);
  if (problem !== null) throw new PairlensError('SET_INVALID', `the ${what} ${problem}`, { [what]: value });
  return name === '' ? null : name;
}

function checkedSide(side: 'original' | 'counterfactual' | 'neutral', value: string): string {
  const text = value.trim();
  const problem = text === '' ? 'is empty' : whatIsWrongWith(text);
  if (problem !== null) throw new PairlensError('SET_INVALID', `the ${side} ${problem}`, { side });
  return text;
}
