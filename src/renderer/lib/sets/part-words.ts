/** The parts that a set is split into, in words. */
import { LONGEST, usableText } from '../../../core/bounds.ts';
import type { SetPart, SetParting } from '../../../shared/set-pairs.ts';
import { countOf, formatCount } from '../format/format.ts';
import { freeName } from '../format/free-name.ts';

/** What two halves are for: heads are looked for in one, and what is found is tested in the other. */
const HALVES = ['discovery', 'confirmation'] as const;

/** Characters of what a part is called by, and of the number behind a name that is taken. */
const LONGEST_OWN = 120;
const OF_NUMBER = 10;

/**
 * "negation: never", "negation: discovery", "negation: part 2 of 5"; of long ones the name of the set is cut, and where there are such names a
 * number tells them apart.
 * @param there names of the sets that the project has
 */
export function partNames(
  name: string,
  parting: SetParting,
  parts: readonly SetPart[],
  there: Iterable<string>,
): string[] {
  const taken = new Set(there);
  return parts.map(({ value }, at) => {
    const end = `: ${usableText(own(value, at), LONGEST_OWN)}`;
    const free = freeName(`${usableText(name, LONGEST.name - OF_NUMBER - end.length)}${end}`, taken);
    taken.add(free);
    return free;
  });

  function own(value: string | null, at: number): string {
    if (parting.by === 'label') return value ?? 'no label';
    if (parting.by === 'column') return value ?? `no ${parting.column}`;
    return parting.parts === 2 ? (HALVES[at] ?? '') : `part ${at + 1} of ${parts.length}`;
  }
}

/** What a set that was made so says of itself. */
export function partingWords(name: string, parting: SetParting, at: number, count: number): string {
  const of = `of “${name}”`;
  switch (parting.by) {
    case 'label':
      return `The pairs of one label ${of}.`;
    case 'column':
      return `The pairs with one value of the column “${parting.column}” ${of}.`;
    case 'random':
      return `Part ${at + 1} of ${count} ${of}, drawn at random with seed ${parting.seed}; pairs of one cluster, or of one original, are in one part.`;
  }
}

/** "42 sets of 7 to 26 pairs": what splitting would make; of random parts with the groups that stay whole. */
export function splitWords(parting: SetParting, parts: readonly SetPart[]): string {
  const sizes = parts.map(({ ids }) => ids.length);
  const words = `${countOf(parts.length, 'set')} of ${countsOf(sizes, 'pair')}`;
  const groups = parts.map((part) => part.groups);
  return parting.by !== 'random' || groups.every((count, part) => count === sizes[part])
    ? words
    : `${words}, in ${countsOf(groups, 'cluster')} each`;
}

function countsOf(counts: readonly number[], noun: string): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? '' : `${formatCount(least)} to `}${countOf(most, noun)}`;
}
