/** Marks the input that `/` goes to: a SearchInput, or `<TextInput data-search />`. */
const SEARCH = '[data-search]';

/** Puts the cursor into the view's search, if it has one. */
export function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>(SEARCH);
  search?.focus();
  search?.select();
}
