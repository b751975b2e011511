import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { MOST } from '../../../core/bounds.ts';
import { JOURNAL_WIDTHS, MOST_COLUMNS } from '../../../core/figures/compose/layout.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { type Composition, composition, STANDARD_SCALE } from '../../../shared/figures.ts';
import type { DescribedFigure } from '../../engine/figures/figure-record.ts';
import { wholeNumber } from '../arguments.ts';
import { storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { writeResult } from '../write-result.ts';
import { formatOf, noteFonts, readDescribed } from './export-figure.ts';

interface CompositionOptions extends StoreOptions {
  readonly out: string;
  readonly columns: number;
  readonly width: string;
  readonly letters: boolean;
  readonly commonScales: boolean;
  readonly captions: boolean;
  readonly pixels: number;
}

export function exportComposition(): Command {
  const command = new Command('composition')
    .description(
      'several figures as one, in columns at the width of a journal’s: SVG, PNG or PDF, or their numbers as CSV',
    )
    .argument(
      '<files...>',
      'figures of this workspace: SVG, PNG or PDF files of Pairlens, or JSON that specifies one; a file of this command alone is drawn again',
    )
    .requiredOption('--out <file>', 'FILE.svg, FILE.png, FILE.pdf or FILE.csv')
    .addOption(storeOption());
  return command
    .addOption(
      new Option('--columns <n>', `1 to ${MOST_COLUMNS}`).argParser(wholeNumber(1, MOST_COLUMNS)).default(2),
    )
    .addOption(
      new Option('--width <mm>', 'of the whole: a column of a journal, one and a half, or two')
        .choices(JOURNAL_WIDTHS.map(String))
        .default('174'),
    )
    .option('--no-letters', 'without a, b, c')
    .option('--no-common-scales', 'each figure with its own ends of colours and axes')
    .option('--no-captions', 'without what each is made from')
    .addOption(
      new Option('--pixels <n>', 'of a PNG: its pixels for each pixel of the screen, 1 to 4')
        .argParser(wholeNumber(1, 4))
        .default(STANDARD_SCALE),
    )
    .action(async (files: string[], options: CompositionOptions) => {
      const format = formatOf(options.out, command);
      const described = await Promise.all(files.map((file) => readDescribed(resolve(file))));
      const isTyped = (name: keyof CompositionOptions) => command.getOptionValueSource(name) === 'cli';
      const spec = composed(files, described, options, isTyped);
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const drawnFrom = drawnFromOf(described);
        const request = { spec, format, theme: 'light', scale: options.pixels, drawnFrom } as const;
        const file = await followJobs(engine, () => engine.exports.figureFile(request));
        await writeResult(file, options.out);
        if (format !== 'csv') noteFonts(file, options.out);
      });
    });
}

/** @throws PairlensError BAD_REQUEST naming what is wrong */
function composed(
  files: readonly string[],
  described: readonly DescribedFigure[],
  options: CompositionOptions,
  isTyped: (name: keyof CompositionOptions) => boolean,
): Composition {
  const { columns, letters, commonScales, captions } = options;
  const asked = { columns, width: Number(options.width), letters, commonScales, captions };
  const [only] = described;
  const again = described.length === 1 && only?.spec.kind === 'composition' ? only.spec : null;
  const changed = Object.fromEntries(
    Object.entries(asked).filter(([name]) => isTyped(name as keyof typeof asked)),
  );
  const parsed = composition.safeParse(
    again === null
      ? { kind: 'composition', ...asked, panels: described.map(({ spec }) => ({ figure: spec })) }
      : { ...again, ...changed },
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path[0] === 'panels' ? issue.path[1] : undefined;
  const file = typeof at === 'number' ? files[again === null ? at : 0] : undefined;
  throw new PairlensError(
    'BAD_REQUEST',
    `${file ?? 'the figures'}: ${file === undefined ? firstIssue(parsed.error) : 'is no figure that can be a panel'}; up to ${MOST.panels} figures go into one`,
    { field: issue?.path ?? [] },
  );
}

/** Where the panels came from, as their files say. */
function drawnFromOf(described: readonly DescribedFigure[]): Readonly<Record<string, unknown>> {
  const [only] = described;
  if (described.length === 1 && only?.spec.kind === 'composition') return only.provenance;
  return { panels: described.map(({ provenance }) => provenance) };
}
