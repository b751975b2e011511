/** What the command line prints: results on stdout, everything else on stderr. */
import Table from 'cli-table3';
import type { CommanderError } from 'commander';
import { pairNumber } from '../../core/figures/figure.ts';
import type { RunItemError } from '../../shared/entities.ts';
import { ERROR_CODES, isActionable } from '../../shared/errors.ts';

export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** One JSON document on stdout, for machines. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
}

/** A plain table: no colour, no vertical lines, so that it reads well in a pipe too. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? 'left'),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  table.push(...rows.map((row) => row.map((cell) => String(cell))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Text in lines of up to `width` characters, broken between words. */
export function wrapped(text: string, width = 100): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** A number for reading: `digits` after the point, and a dash where it is undefined. */
export function formatNumber(value: number | null, digits = 3): string {
  return value === null ? '–' : fixed(value, digits);
}

/** Without the sign of a number that rounds to 0. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** A p or q value: never rounded down to zero. */
export function formatProbability(value: number | null): string {
  if (value === null) return '–';
  return value < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

export function formatInterval(low: number | null, high: number | null, digits = 3): string {
  return low === null || high === null ? '–' : `[${fixed(low, digits)}, ${fixed(high, digits)}]`;
}

/** Ends the process without a word when the reader of standard output has gone, as `head` does. */
export function stopQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

/** For machines, what commander has told people already; returns the exit code. */
export function reportUsage(error: CommanderError, json: boolean): number {
  const message =
    error.code === 'commander.help' ? 'a command is missing' : error.message.replace(/^error: /, '');
  if (json) printJson({ error: { code: 'BAD_REQUEST', message, details: {} } });
  return EXIT.usage;
}

/** `1 pair`, `2 pairs` */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/**
 * Says what went wrong and returns the exit code. What a person cannot act on is a mistake of ours and is shown with its
 * stack.
 */
export function reportError(error: unknown, json: boolean): number {
  if (isActionable(error)) {
    const { severity, title } = ERROR_CODES[error.code];
    if (json) printJson({ error: { code: error.code, message: error.message, details: error.details } });
    else note(`pairlens: ${title}: ${error.message}`);
    if (error.code === 'CANCELLED') return EXIT.interrupted;
    return severity === 'usage' ? EXIT.usage : EXIT.failed;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (json) printJson({ error: { code: 'INTERNAL', message, details: {} } });
  else note(`pairlens: ${ERROR_CODES.INTERNAL.title}; please report this:\n${message}`);
  return EXIT.failed;
}

/** 'pair 3 of the control', 'the neutral of pair 3' */
export function itemName({ role, position }: Pick<RunItemError, 'role' | 'position'>): string {
  const pair = `pair ${pairNumber(position)}`;
  return role === 'neutral' ? `the neutral of ${pair}` : `${pair} of the ${role}`;
}
