/** What a person is told of a kind of analysis before one is started: sentences, as its form shows them. */
export interface AnalysisAbout {
  /** The number that it is about, defined in a line or two. */
  readonly measures: string;
  /** What that number is held against; where there is nothing, that there is nothing. */
  readonly control: string;
  /** What its intervals are over, or that there are none, and when something counts. */
  readonly interval: string;
  /** What its page will show, the first thing first: a few words each. */
  readonly shows: readonly string[];
}
