/**
 * What is known of a kind of analysis wherever it is named: menus, addresses, the command palette, jobs. All else of it, its tables,
 * figures and words, is loaded with its screen (./analysis.ts).
 */
export interface AnalysisName<Kind extends string = string> {
  /** Its name in the store, in addresses and on the command line. */
  readonly kind: Kind;
  /** On screens. */
  readonly title: string;
  /** Whether a person starts it, and sees it in a list; false for what a screen asks for by itself. */
  readonly listed: boolean;
}
