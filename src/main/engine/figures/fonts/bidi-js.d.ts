/** The part of bidi-js that is used; it comes without types. */
declare module 'bidi-js' {
  interface Bidi {
    /** The Unicode bidirectional algorithm: a level for each UTF-16 unit, odd where it runs from right to left. */
    getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl' | 'auto'): { readonly levels: Uint8Array };
    /** The bracket that is drawn for a bracket from right to left; null for what is no bracket. */
    getMirroredCharacter(character: string): string | null;
  }
  export default function bidiFactory(): Bidi;
}
