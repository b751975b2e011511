/** The part of bidi-js that is used; it comes without types. */
declare module 'bidi-js' {
  interface Bidi {
    /** The Unicode bidirectional algorithm: a level for each UTF-16 unit, odd where it runs from right to left. */
    getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl' | 'auto'): { readonly levels: Uint8Array };
  }
  export default function bidiFactory(): Bidi;
}
