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
  const field = fieldName(path);
  return field === '' ? message : `${field}: ${message}`;
}

/** The first issue of a parse that failed, in words: the others often follow from it. */
export function firstIssue({ issues: [issue] }: { readonly issues: readonly Issue[] }): string {
  return issue === undefined ? 'not valid' : describeIssue(issue);
}
