/** What heads are called, in the few words of a chip. */
import { OUTCOME_WORDS } from '../analyses/head-outcomes.ts';
import { type HeadCall, sourceWords } from './catalogue.ts';

/** What heads are called, each name once of what it answers to, whichever analyses say it. */
export interface CallsOfName {
  readonly words: string;
  readonly outcome: HeadCall['outcome'];
  readonly calls: readonly HeadCall[];
}

/** 'responds to negation', 'induction, fell on unseen text', 'responds to negation, in 2 runs'. */
export function callsByName(calls: readonly HeadCall[]): CallsOfName[] {
  return [...Map.groupBy(calls, shortWords)].flatMap(([words, of]) => {
    const [first] = of;
    if (first === undefined) return [];
    const where = of.length === 1 ? '' : `, in ${of.length} ${isOfRuns(of) ? 'runs' : 'analyses'}`;
    return [{ words: `${words}${where}`, outcome: first.outcome, calls: of }];
  });
}

function isOfRuns(calls: readonly HeadCall[]): boolean {
  return calls.every(({ column: { source } }) => source.runId !== null);
}

/** What a chip says: "responds to negation", "induction, fell on unseen text". */
export function shortWords({ as, outcome, column: { source } }: HeadCall): string {
  return `${as}${source.runId === null ? '' : ` to ${source.subject}`}${outcome === 'fell' ? `, ${OUTCOME_WORDS.fell}` : ''}`;
}

/** What a chip of one or several calls says of them: the number of each, and where it is from. */
export function titleOfCalls(calls: readonly HeadCall[]): string {
  return calls
    .map(({ as, value, column: { source } }) => `${as}: ${value}. ${sourceWords(source)}`)
    .join('; ');
}
