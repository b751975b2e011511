import { Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { FIGURES, type FigureSpec } from '../../../core/registries/figures.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import { type Role, ROLES } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import {
  FIGURE_FORMATS,
  type FigureFormat,
  figureSpec,
  STANDARD_SCALE,
  THEME_NAMES,
  type ThemeName,
} from '../../../shared/figures.ts';
import type { Engine } from '../../engine/engine.ts';
import { type DescribedFigure, fontsOfFigure, readFigureRecord } from '../../engine/figures/figure-record.ts';
import { readFailure } from '../../engine/files/failures.ts';
import { wholeNumber } from '../arguments.ts';
import { storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { FigureFlags } from '../figure-flags.ts';
import { note } from '../output.ts';
import { writeResult } from '../write-result.ts';

interface FigureOptions extends StoreOptions {
  readonly out: string;
  readonly spec?: string;
  readonly kind: string;
  readonly role: Role;
  readonly words?: boolean;
  readonly theme: ThemeName;
  readonly pixels: number;
}

export function exportFigure(): Command {
  const flags = new FigureFlags(FIGURES);
  const command = new Command('figure')
    .description('a figure, as SVG, PNG or PDF or its numbers as CSV, by the file’s name')
    .requiredOption('--out <file>', 'FILE.svg, FILE.png, FILE.pdf or FILE.csv')
    .addOption(storeOption())
    .option(
      '--spec <file>',
      'draw the figure again that an SVG, PNG or PDF of Pairlens shows, or that a JSON file specifies; other flags change it',
    )
    .addOption(new Option('--kind <kind>', 'which figure').choices(flags.kinds).default('head-grid'));
  flags.addTo(command);
  return command
    .addOption(
      new Option('--role <role>', 'where that pair is; neutral: of the set, with its neutral')
        .choices(ROLES)
        .default('set'),
    )
    .option('--words', 'the same as --view words')
    .addOption(new Option('--theme <theme>', 'colours').choices(THEME_NAMES).default('light'))
    .addOption(
      new Option('--pixels <n>', 'of a PNG: its pixels for each pixel of the screen, 1 to 4')
        .argParser(wholeNumber(1, 4))
        .default(STANDARD_SCALE),
    )
    .action(async (options: FigureOptions) => {
      const format = formatOf(options.out, command);
      const described = options.spec === undefined ? null : await readSpecFile(options.spec);
      const isTyped = (name: keyof FigureOptions) => command.getOptionValueSource(name) === 'cli';
      const kind = isTyped('kind') ? options.kind : (described?.spec.kind ?? options.kind);
      const given = { ...flags.read(command, kind), ...(options.words === true && { view: 'words' }) };
      for (const flag of flags.unused(command, kind))
        note(`${flag} means nothing to a figure of kind ${kind}`);
      const request: FigureRequest = {
        fields: {
          ...described?.spec,
          ...given,
          ...(options.role === 'neutral' && { compared: 'neutral' }),
          kind,
        },
        // A pair is typed as its number in the run; a file has what the workspace knows it by.
        pairAt: 'pairId' in given ? options.role : null,
        format,
        theme: isTyped('theme') ? options.theme : (described?.theme ?? options.theme),
        scale: options.pixels,
        // Another run or analysis that is asked for may well be computed from something else.
        drawnFrom: 'runId' in given || 'analysisId' in given ? {} : (described?.provenance ?? {}),
        source: options.spec,
      };
      requireFlags(flags.missing(kind, request.fields), kind, command);
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const file = await followJobs(engine, () => drawFigure(engine, request));
        await writeResult(file, options.out);
        if (format !== 'csv') noteFonts(file, options.out);
      });
    });
}

/** Says what the file looks like here and perhaps not elsewhere. */
export function noteFonts(file: Uint8Array, out: string): void {
  const { fonts, withoutFont: missing } = fontsOfFigure(file, out);
  if (fonts.length > 0) note(`Letters that the fonts of Pairlens lack are drawn in ${fonts.join(', ')}.`);
  if (missing.length > 0)
    note(
      `No font of this machine has ${missing.join(', ')}: the figure shows ${missing.length === 1 ? 'its code' : 'their codes'}. ` +
        'Install a font for it, such as one of Noto, or name a folder of fonts in PAIRLENS_FONTS.',
    );
}

interface FigureRequest {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where the pair is, if `fields.pairId` is its number there. */
  readonly pairAt: Role | null;
  readonly format: FigureFormat;
  readonly theme: ThemeName;
  readonly scale: number;
  readonly drawnFrom: DescribedFigure['provenance'];
  /** The file that says what is to be drawn. */
  readonly source: string | undefined;
}

export function formatOf(out: string, command: Command): FigureFormat {
  const ending = extname(out).slice(1).toLowerCase();
  const format = FIGURE_FORMATS.find((candidate) => candidate === ending);
  return format ?? command.error(`error: --out must end in .svg, .png, .pdf or .csv, got ${out}`);
}

/** @throws PairlensError FILE_NOT_FOUND, BAD_REQUEST where it says of no figure what it is */
export async function readDescribed(file: string): Promise<DescribedFigure> {
  const path = resolve(file);
  let content: Uint8Array;
  try {
    content = await readFile(path);
  } catch (error) {
    throw readFailure(path, error);
  }
  return readFigureRecord(content, file);
}

async function readSpecFile(file: string): Promise<DescribedFigure> {
  const described = await readDescribed(file);
  const { kind } = described.spec;
  if (kind === 'composition')
    throw new PairlensError(
      'BAD_REQUEST',
      `${file} is made of several figures: draw it again with pairlens export composition ${file} --out FILE`,
      { source: file },
    );
  if (!Object.hasOwn(FIGURES, kind))
    throw new PairlensError(
      'BAD_REQUEST',
      `${file}: no figure is of kind ${kind}; there are ${Object.keys(FIGURES).join(', ')}`,
      { source: file, kind },
    );
  return described;
}

function requireFlags(missing: readonly string[], kind: string, command: Command): void {
  if (missing.includes('--run')) command.error("error: required option '--run <n>' not specified");
  if (missing.length > 0) command.error(`error: a figure of kind ${kind} also needs ${missing.join(', ')}`);
}

async function drawFigure(engine: Engine, request: FigureRequest): Promise<Uint8Array> {
  const { pairAt, format, theme, scale, drawnFrom, source } = request;
  const spec = parseSpec(request);
  try {
    const number = 'pairId' in spec ? spec.pairId : undefined;
    const pair = pairAt !== null &&
      'runId' in spec &&
      number !== undefined && { pairId: engine.runs.pairId({ id: spec.runId, role: pairAt, number }) };
    return await engine.exports.figureFile({ spec: { ...spec, ...pair }, format, theme, scale, drawnFrom });
  } catch (error) {
    const isOfFile =
      error instanceof PairlensError && (error.code === 'NOT_FOUND' || error.code === 'CONFLICT');
    if (source === undefined || !isOfFile) throw error;
    throw new PairlensError(
      error.code,
      `the figure of ${source} is not of this workspace: ${error.message}`,
      { ...error.details, source },
      error,
    );
  }
}

/** @throws PairlensError BAD_REQUEST naming the first field that is wrong */
function parseSpec({ fields, source }: FigureRequest): FigureSpec {
  const parsed = figureSpec.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new PairlensError('BAD_REQUEST', `${source ?? 'the figure'}: ${firstIssue(parsed.error)}`, {
    field: parsed.error.issues[0]?.path ?? [],
  });
}
