/** The flags of `pairlens export figure`: those of the fields of every kind of figure, each once. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FigureDrawings } from '../../core/figures/figure-drawing.ts';
import { type FieldFlag, flagsOf } from './schema-flags.ts';

export class FigureFlags {
  /** The flags of each kind. */
  readonly #kinds: ReadonlyMap<string, readonly FieldFlag[]>;
  readonly #drawings: FigureDrawings;

  constructor(drawings: FigureDrawings) {
    this.#drawings = drawings;
    this.#kinds = new Map(Object.entries(drawings).map(([kind, { schema }]) => [kind, flagsOf(schema)]));
  }

  get kinds(): string[] {
    return [...this.#kinds.keys()];
  }

  /** Flags that several kinds have are one, whose text each kind reads in its own way. */
  addTo(command: Command): void {
    const names = new Set([...this.#kinds.values()].flat().map(({ flag }) => flag));
    for (const flag of names) command.addOption(this.#option(flag));
    command.addHelpText('after', `\nKinds of figures:\n${this.helpOfKinds()}`);
  }

  #option(flag: string): Option {
    const having = [...this.#kinds].flatMap(([kind, flags]) =>
      flags.filter((candidate) => candidate.flag === flag).map((found) => ({ kind, ...found })),
    );
    const [first] = having;
    const descriptions = [...new Set(having.map(({ description }) => description))].join('; ');
    const ofKinds =
      having.length === this.#kinds.size ? '' : ` (of ${having.map(({ kind }) => kind).join(', ')})`;
    const option = new Option(`${flag} <${first?.placeholder ?? 'value'}>`, `${descriptions}${ofKinds}`);
    const choices = having.flatMap((found) => found.choices ?? []);
    // Told in the help, checked when the kind is known.
    if (choices.length > 0) option.choices([...new Set(choices)]).argParser((text) => text);
    const standards = new Set(having.map((found) => found.default));
    const [standard = null] = standards;
    if (standards.size === 1 && standard !== null) option.default(standard);
    return option;
  }

  helpOfKinds(): string {
    const width = Math.max(...this.kinds.map((kind) => kind.length));
    return [...this.#kinds]
      .map(([kind, flags]) => {
        const needed = flags.filter(({ isNeeded }) => isNeeded).map(({ flag }) => flag);
        const needs = needed.length === 0 ? '' : `; needs ${needed.join(', ')}`;
        return `  ${kind.padEnd(width)}  ${this.#drawings[kind]?.schema.description ?? ''}${needs}`;
      })
      .join('\n');
  }

  /** Fields of a specification of this kind, of the flags that were given. A flag that is no such value is wrong usage. */
  read(command: Command, kind: string): Record<string, unknown> {
    const given: Record<string, unknown> = {};
    for (const { field, flag, placeholder, read } of this.#flagsOf(kind)) {
      const text = this.#given(command, flag);
      if (text === undefined) continue;
      try {
        given[field] = read(this.#drawings[kind]?.names?.[field]?.[text] ?? text);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        command.error(
          `error: option '${flag} <${placeholder}>' argument '${text}' is invalid. ${error.message}`,
        );
      }
    }
    return given;
  }

  /** Flags that were given and mean nothing to this kind. */
  unused(command: Command, kind: string): string[] {
    const used = this.#flagsOf(kind).map(({ flag }) => flag);
    const all = new Set([...this.#kinds.values()].flat().map(({ flag }) => flag));
    return [...all].filter((flag) => !used.includes(flag) && this.#given(command, flag) !== undefined);
  }

  /** Flags that this kind cannot do without, of the fields that are not known. */
  missing(kind: string, known: Readonly<Record<string, unknown>>): string[] {
    return this.#flagsOf(kind)
      .filter(({ field, isNeeded }) => isNeeded && known[field] === undefined)
      .map(({ flag }) => flag);
  }

  #flagsOf(kind: string): readonly FieldFlag[] {
    return this.#kinds.get(kind) ?? [];
  }

  /** What was typed for the flag; undefined where it stands at its default. */
  #given(command: Command, flag: string): string | undefined {
    const name = command.options.find(({ long }) => long === flag)?.attributeName() ?? '';
    if (command.getOptionValueSource(name) !== 'cli') return undefined;
    const text: unknown = command.getOptionValue(name);
    return typeof text === 'string' ? text : undefined;
  }
}
