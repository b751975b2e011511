import { MARK } from './token-marks.ts';

/** What marks the keys of a detector that every other query may look at, by its name. */
export const KEY_MARKS: Readonly<Record<string, number>> = {
  delimiter: MARK.delimiter,
  full_stop: MARK.fullStop,
  space: MARK.space,
  word_start: MARK.wordStart,
  punctuation: MARK.punctuation,
  digit: MARK.digit,
  uppercase: MARK.uppercase,
  mater_lectionis: MARK.mater,
  final_form: MARK.finalForm,
  niqqud: MARK.niqqud,
  negation_cue: MARK.cue,
};
