import { Command } from 'commander';
import { extname } from 'node:path';
import { nameText } from '../../../core/bounds.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { TextSet } from '../../../shared/texts.ts';
import type { Engine } from '../../engine/engine.ts';
import { setNameOf } from '../../engine/imports/import-file.ts';
import { WRITTEN_TEXT_FORMATS } from '../../engine/texts/write-texts.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { counted, formatTable, print, printJson } from '../output.ts';
import {
  addTextFileOptions,
  namingTextColumn,
  noteTextsLeftOut,
  readTextFileOptions,
  type TextFileOptions,
} from '../text-options.ts';
import { writeResult } from '../write-result.ts';

export function textsCommand(): Command {
  return group('texts', 'sets of texts', list(), show(), importTexts(), exportTexts(), remove());
}

interface JsonOptions extends StoreOptions {
  readonly json?: boolean;
}

function list(): Command {
  return new Command('list')
    .description('bundled text sets, and those of this workspace')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: JsonOptions) => {
      await withEngine({ ...options, readonly: true }, (engine) => {
        const bundled = engine.texts.bundled();
        const sets = engine.projects
          .list()
          .flatMap((project) =>
            engine.texts.list({ projectId: project.id }).map((set) => ({ ...set, project: project.name })),
          );
        if (options.json) return printJson({ bundled, sets });
        const columns = [{ head: 'name' }, { head: 'texts', align: 'right' as const }];
        print('Bundled');
        print(
          formatTable(
            [...columns, { head: 'what it is' }],
            bundled.map((set) => [set.name, set.textCount, set.title]),
          ),
        );
        if (sets.length === 0) return;
        print('\nIn this workspace');
        print(
          formatTable(
            [...columns, { head: 'labels' }, { head: 'project' }, { head: 'source' }],
            sets.map((set) => [set.name, set.textCount, set.labelCount, set.project, set.source]),
          ),
        );
      });
    });
}

/** Texts that are shown unless told. */
const SHOWN = 20;

function show(): Command {
  return new Command('show')
    .description('what is known of a text set, and its first texts')
    .argument('<set>', 'the name of a text set of the workspace')
    .option('--limit <count>', 'how many texts', wholeNumber(0, 1000), SHOWN)
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (name: string, options: JsonOptions & { limit: number }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const set = await engine.texts.get({ id: named(engine, name).id });
        const page = { setId: set.id, search: '', offset: 0, limit: Math.max(1, options.limit) };
        const { texts } = await engine.texts.texts(page);
        const first = texts.slice(0, options.limit);
        if (options.json) return printJson({ set, texts: first });
        print(`${set.name}: ${counted(set.textCount, 'text')}, ${set.source}, sha256 ${set.contentHash}`);
        for (const { label, texts: count } of set.labels)
          if (set.labelCount > 0) print(`  ${label ?? 'no label'}: ${count}`);
        if (first.length > 0)
          print(
            formatTable(
              [{ head: '#', align: 'right' }, { head: 'label' }, { head: 'text' }],
              first.map((text) => [
                text.position + 1,
                text.label ?? '',
                text.text ?? text.ids?.join(' ') ?? '',
              ]),
            ),
          );
      });
    });
}

interface ImportOptions extends JsonOptions, TextFileOptions {
  readonly name?: string;
}

function importTexts(): Command {
  const command = new Command('import')
    .description(
      'read texts into the workspace: one a line of any file, the rows of a CSV, TSV, JSON or JSONL, or windows of a longer text',
    )
    .argument('<file>', 'the file')
    .option('--name <name>', 'the name of the set (default: the file’s)', textAs(nameText));
  return addTextFileOptions(command)
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (path: string, options: ImportOptions) => {
      const how = readTextFileOptions(options, command);
      await withEngine(options, async (engine) => {
        const project = engine.defaultProject();
        const name = options.name ?? setNameOf(path);
        const { set, report } = await namingTextColumn(() =>
          followJobs(engine, () => engine.texts.import({ projectId: project.id, name, path, ...how }), {
            stopping: 'Cancelling; nothing is imported. Ctrl-C again stops at once.',
          }),
        );
        if (options.json) {
          const { mapping: columns, unused, windows, moreWindows, duplicates, blanks } = report;
          printJson({ set, columns, unused, windows, moreWindows, duplicates, blanks });
          return;
        }
        print(`${set.name}: ${counted(set.textCount, 'text')} imported into project ${project.name}.`);
        noteTextsLeftOut(report);
      });
    });
}

function exportTexts(): Command {
  return new Command('export')
    .description('write the texts of a set to a file that can be imported again')
    .argument('<set>', 'the name of a text set of the workspace')
    .requiredOption('--out <file>', 'FILE.txt (the texts alone), FILE.csv or FILE.jsonl')
    .addOption(storeOption())
    .action(async (name: string, options: StoreOptions & { out: string }, command: Command) => {
      const ending = extname(options.out).slice(1).toLowerCase();
      const format = WRITTEN_TEXT_FORMATS.find((candidate) => candidate === ending);
      if (format === undefined)
        command.error(
          `error: --out must end in ${WRITTEN_TEXT_FORMATS.map((each) => `.${each}`).join(' or ')}`,
        );
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const { id } = named(engine, name);
        await writeResult(engine.texts.exported({ id, format }), options.out);
      });
    });
}

function remove(): Command {
  return new Command('remove')
    .description('remove a text set; what was computed of it stays')
    .argument('<set>', 'the name of a text set of the workspace')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (name: string, options: JsonOptions) => {
      await withEngine(options, (engine) => {
        const { id } = named(engine, name);
        engine.texts.remove({ id });
        if (options.json) return printJson({ removed: name, id });
        print(`${name} is removed.`);
      });
    });
}

/** @throws PairlensError NOT_FOUND */
function named(engine: Engine, name: string): TextSet {
  const sets = engine.texts.list({ projectId: engine.defaultProject().id });
  const set = sets.find((candidate) => candidate.name === name);
  if (set !== undefined) return set;
  const there = sets.map((each) => each.name).join(', ') || 'none';
  throw new PairlensError('NOT_FOUND', `no text set “${name}” in the workspace; there are ${there}`, {
    name,
  });
}
