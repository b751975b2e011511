import { replaceEqualDeep } from '@tanstack/svelte-query';

/**
 * What `source` gives, as the same object for as long as it is equal: for a `$derived` that reads an address, whose readers then
 * have nothing to work out where another part of the address changes.
 */
export function kept<Value>(source: () => Value): () => Value {
  let last: unknown;
  return () => {
    const next = replaceEqualDeep(last, source());
    last = next;
    return next;
  };
}
