/** The words of `pairlens run`, by which a run is made, or made again, from a terminal. */
import { type ComparisonChoice, DEFAULT_CHOICE } from '../core/analyses/statistics/comparison-choice.ts';
import type { Run, RunOptions } from './entities.ts';

/** As a shell reads it as one word. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `marginOf: 'unit'` as `--margin-of unit`. @param fields of an object of options; those that are undefined are left out */
export function flagWords(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (value === undefined) return [];
    const flag = field.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [`--${flag}`, shellWord(textOf(value))];
  });
}

/** As the command line reads a value: lists with commas, other objects as JSON. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What of a comparison is not as it is by default. */
function chosen(comparison: ComparisonChoice): Readonly<Record<string, unknown>> {
  const standard: Readonly<Record<string, unknown>> = DEFAULT_CHOICE;
  return Object.fromEntries(
    Object.entries(comparison).filter(([field, value]) => String(value) !== String(standard[field])),
  );
}

export interface CommandedRun {
  /** The name of a set. */
  readonly pairs: string;
  /** The name of the control set; undefined for none. */
  readonly control?: string | undefined;
  readonly model: string;
  readonly options: RunOptions;
  /** Whose sets these are; undefined for the first project of the workspace. */
  readonly project?: string | undefined;
  /** The file of the workspace; undefined for the usual one. */
  readonly store?: string | undefined;
}

/** `pairlens run --pairs negation --model all-MiniLM-L6-v2 --alignment auto …`, in one line. */
export function runCommand({ pairs, control, model, options, project, store }: CommandedRun): string {
  const { alignment, keep, queries, seed, device, comparison } = options;
  return [
    'pairlens run',
    ...flagWords({ pairs, control, model }),
    ...flagWords({ alignment, keep, queries, seed, device }),
    ...flagWords(chosen(comparison)),
    ...flagWords({ project, store }),
  ].join(' ');
}

/**
 * Makes a run again with the pairs as it had them, in a workspace of its own: the one that is open may have edited its sets
 * since, and is written by no other.
 * @param store the file of the workspace that has the run; undefined for the usual one
 */
export function commandsAgain(
  { id, set, controlSet, model, provenance }: Run,
  { store }: { readonly store?: string | undefined } = {},
): string[] {
  const bundle = `run-${id}.pairlens`;
  // A bundle has brought its sets there, into the first project; of another run there may be others of their names.
  const elsewhere = `again-${id}.db`;
  return [
    ['pairlens export bundle', ...flagWords({ run: id, out: bundle, store })].join(' '),
    `pairlens import ${bundle} --store ${elsewhere}`,
    runCommand({
      pairs: set.name,
      control: controlSet?.name,
      model: model.name,
      options: provenance,
      store: elsewhere,
    }),
  ];
}
