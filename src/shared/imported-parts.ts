/** What an import takes of a file for each pair, as people read it. */
import { listWords } from '../core/analyses/statistics/count-words.ts';
import type { ImportReport } from './entities.ts';

/** In the order in which it is told. */
const IMPORTED_PARTS = [
  ['original', 'original'],
  ['counterfactual', 'counterfactual'],
  ['neutral', 'neutral'],
  ['label', 'label'],
  ['cluster', 'cluster'],
  ['answer', 'answer'],
  ['wrongAnswer', 'wrong answer'],
] as const;

const MOST_COLUMNS = 12;

/** "id, source and 3 more" */
export function columnList(names: readonly string[]): string {
  return listWords(names, MOST_COLUMNS);
}

/** "label = topic"; "label" of a column that is called so. */
export function takenColumn(part: string, name: string, written: (name: string) => string): string {
  return name === part ? part : `${part} = ${written(name)}`;
}

/**
 * "original = sentence1, counterfactual = sentence2; kept: source"
 * @param written how the name of a column is written
 */
export function takenColumns(
  mapping: NonNullable<ImportReport['mapping']>,
  written: (name: string) => string = (name) => name,
): string {
  const taken = IMPORTED_PARTS.flatMap(([part, word]) => {
    const name = mapping[part];
    return name === null ? [] : [takenColumn(word, name, written)];
  }).join(', ');
  return mapping.extras.length === 0 ? taken : `${taken}; kept: ${columnList(mapping.extras.map(written))}`;
}
