/** What makes a text the text it is, wherever it came from, and the hash of a whole set of them. */
import { createHash } from 'node:crypto';

/** Either a text or token ids, for a model without tokenizer; `label` names the text's group within its set. */
export interface TextContent {
  readonly label: string | null;
  readonly text: string | null;
  readonly ids: readonly number[] | null;
}

/**
 * The identity of a set of texts, as analyses record it: sha256, in lower-case hexadecimal, over a canonical text of
 * its texts in their order. That is the line `pairlens text set 1` and then a line for each text, the JSON array
 * [label, text, ids] as JSON.stringify writes it (no spaces, absent parts null); each line ends in "\n", and the whole
 * is UTF-8. Order, labels and every character count; the name of the set, and where it came from, do not.
 */
export function textSetHash(texts: Iterable<TextContent>): string {
  const hasher = textHasher();
  for (const text of texts) hasher.add(text);
  return hasher.digest();
}

/** {@link textSetHash}, a text at a time. */
export function textHasher(): { add(text: TextContent): void; digest(): string } {
  const hash = createHash('sha256');
  hash.update('pairlens text set 1\n');
  return {
    add({ label, text, ids }) {
      hash.update(JSON.stringify([label, text, ids]));
      hash.update('\n');
    },
    digest: () => hash.digest('hex'),
  };
}

/** How it reads in a table: its text, or its token ids joined by spaces. */
export function asText({ text, ids }: TextContent): string {
  return text ?? (ids ?? []).join(' ');
}
