/** A file of a text, imported; and its pairs in one line each. */
import { importSet } from './import.ts';

export function read(fileName: string, text: string, mapping?: Parameters<typeof importSet>[2]) {
  return importSet(fileName, new TextEncoder().encode(text), mapping);
}

/** The pairs as "original > counterfactual [label]". */
export function shown(imported: ReturnType<typeof importSet>): string[] {
  return imported.pairs.map(
    ({ label, original, counterfactual, originalIds, counterfactualIds }) =>
      `${original ?? JSON.stringify(originalIds)} > ${counterfactual ?? JSON.stringify(counterfactualIds)}` +
      (label === null ? '' : ` [${label}]`),
  );
}
