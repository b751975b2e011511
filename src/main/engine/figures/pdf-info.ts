/** Words in the information dictionary of a PDF file that Pairlens can read back. */

/** A text of ASCII alone, which PDF writes as it is: JSON says what is beyond with \u. @param json a JSON document */
export function infoText(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const SIGNATURE = '%PDF-';

export function isPdf(content: Uint8Array): boolean {
  return Buffer.from(content.buffer, content.byteOffset, SIGNATURE.length).toString('latin1') === SIGNATURE;
}

/**
 * A text of the information dictionary as {@link infoText} made it; undefined where the file has none, or another program has
 * written it in another way.
 */
export function readInfoText(content: Uint8Array, key: string): string | undefined {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  const [, number] = new RegExp(`/${key} (\\d+) 0 R`).exec(text) ?? [];
  if (number === undefined) return undefined;
  const [, literal] =
    new RegExp(`\\n${number} 0 obj\\n\\(((?:[^\\\\()]|\\\\[^])*)\\)\\nendobj`).exec(text) ?? [];
  return literal?.replace(/\\([^])/g, '$1');
}
