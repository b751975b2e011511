/** Marks the input that `/` goes to: a SearchInput, or `<TextInput data-search />`. */
const SEARCH = '[data-search]';

/** Whether the view has something to search in. */
export function hasSearch(): boolean {
  return document.querySelector(SEARCH) !== null;
}

/** Puts the cursor into the view's search, if it has one. */
export function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>(SEARCH);
  search?.focus();
  search?.select();
}
