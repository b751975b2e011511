/** What the page begins with. */

/** A two-layer model that ships, of which the circuit is known. */
export const EXAMPLE_MODEL = 'attn-only-2l';
export const EXAMPLE_TEXT = 'The old clock struck nine, and the old clock struck ten.';

/** 25 tokens from 256 on, all different, said twice after the first token of the vocabulary. */
export const EXAMPLE_IDS: number[] = (() => {
  const once = Array.from({ length: 25 }, (_, at) => 256 + ((at * 37 + 11) % 256));
  return [0, ...once, ...once];
})();
