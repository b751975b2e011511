/** What pairs a catalogue is made of, as far as that shows without a model: tokens and the counterfactual have the last word. */
import type { PairForm } from '../pair-form.ts';

export const catalogueForm: PairForm = {
  bundledSet: 'Indirect object',
  words: {
    one: 'names the answer once and the wrong answer twice',
    many: 'name the answer once and the wrong answer twice',
  },
  mayBe({ original, originalIds, answer, wrongAnswer }) {
    if (answer === null || wrongAnswer === null) return false;
    const times = (name: string) =>
      originalIds === null
        ? timesIn(original ?? '', name)
        : originalIds.filter((id) => id === Number(name)).length;
    // Once as a token: a text may have the letters in other words, too.
    return times(answer) >= 1 && times(wrongAnswer) >= 2;
  },
};

/** Letters large or small, and within longer words too: what a tokenizer makes of them is its own. */
function timesIn(text: string, name: string): number {
  const looked = name.trim().toLowerCase();
  return looked === '' ? 0 : text.toLowerCase().split(looked).length - 1;
}
