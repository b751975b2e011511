/** Of a kind that takes pairs of one form alone: which those are. */

export interface PairForm {
  /** The title of the bundled set that has them. */
  readonly bundledSet: string;
  /** What such a pair does, of one and of several: 'names the answer once', 'name the answer once'. */
  readonly words: { readonly one: string; readonly many: string };
  /** Whether a pair can be of the form, by what it says: tokens have the last word, of which a model is needed. */
  mayBe(this: void, pair: PairOfForm): boolean;
}

/** What of a pair tells its form. */
export interface PairOfForm {
  readonly original: string | null;
  readonly originalIds: readonly number[] | null;
  /** Words; of token ids one of them in digits. */
  readonly answer: string | null;
  readonly wrongAnswer: string | null;
}
