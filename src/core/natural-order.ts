/** Names as a person counts them: 'label 2' before 'label 10'. The same everywhere that names of data are listed. */
export const inNaturalOrder: (one: string, other: string) => number = new Intl.Collator('en', {
  numeric: true,
}).compare;
