/** What a schema has found wrong, in words: which field, and why. */

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** 'interventions[0].head'; '' for the value as a whole. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** 'interventions[0].head: expected a number'; the message alone where it is about the value as a whole. */
export function describeIssue({ path, message }: Issue): string {
  const field = shortened(fieldName(path));
  return field === '' ? shortened(message) : `${field}: ${shortened(message)}`;
}

const SHOWN_ISSUES = 3;

/** The first few issues, in words, and how many more there are. */
export function describeIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, SHOWN_ISSUES).map(describeIssue);
  const more = issues.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more.toLocaleString('en')} more of the kind`] : [])].join('; ');
}

const LONGEST_WORDS = 400;

/** What is wrong is said of whatever was sent, however long it is: some of that is enough. */
function shortened(words: string): string {
  return words.length <= LONGEST_WORDS ? words : `${words.slice(0, LONGEST_WORDS).toWellFormed()}…`;
}

/** The first issue of a parse that failed, in words: the others often follow from it. */
export function firstIssue({ issues: [issue] }: { readonly issues: readonly Issue[] }): string {
  return issue === undefined ? 'not valid' : describeIssue(issue);
}
