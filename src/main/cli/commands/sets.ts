import { noteLeftOut } from '../note-left-out.ts';
import { Command } from 'commander';
import { extname } from 'node:path';
import { nameText } from '../../../core/bounds.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { setNameOf } from '../../engine/imports/import-file.ts';
import {
  addColumnOptions,
  type ColumnOptions,
  columnWords,
  namingColumns,
  readColumnOptions,
} from '../column-options.ts';
import { textAs } from '../arguments.ts';
import { followJobs } from '../follow-jobs.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { SET_FILE_FORMATS } from '../../engine/sets/write-set.ts';
import { writeResult } from '../write-result.ts';
import { generateSet } from './generate-set.ts';
import { counted, formatTable, print, printJson } from '../output.ts';

export function setsCommand(): Command {
  return group('sets', 'sets of sentence pairs', list(), importSet(), generateSet(), exportSet());
}

function list(): Command {
  return new Command('list')
    .description('bundled sets, and those of this workspace')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: StoreOptions & { json?: boolean }) => {
      await withEngine({ ...options, readonly: true }, (engine) => {
        const bundled = engine.sets.bundled();
        const sets = engine.projects
          .list()
          .flatMap((project) =>
            engine.sets.list({ projectId: project.id }).map((set) => ({ ...set, project: project.name })),
          );
        if (options.json) return printJson({ bundled, sets });
        const columns = [{ head: 'name' }, { head: 'pairs', align: 'right' as const }, { head: 'labels' }];
        const labelsOf = (labels: readonly { label: string | null }[]) =>
          labels.filter(({ label }) => label !== null).length;
        print('Bundled');
        print(
          formatTable(
            [...columns, { head: 'what it is' }],
            bundled.map((set) => [set.name, set.pairCount, labelsOf(set.labels), set.title]),
          ),
        );
        if (sets.length === 0) return;
        print('\nIn this workspace');
        print(
          formatTable(
            [...columns, { head: 'project' }, { head: 'source' }],
            sets.map((set) => [set.name, set.pairCount, set.labelCount, set.project, set.source]),
          ),
        );
      });
    });
}

interface ImportOptions extends StoreOptions, ColumnOptions {
  readonly name?: string;
  readonly json?: boolean;
}

function importSet(): Command {
  const command = new Command('import')
    .description('read pairs from a CSV, TSV, JSON or JSONL file into the workspace')
    .argument('<file>', 'the file')
    .option('--name <name>', 'the name of the set (default: the file’s)', textAs(nameText));
  return addColumnOptions(command)
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (file: string, options: ImportOptions) => {
      const columns = readColumnOptions(options, command);
      await withEngine(options, async (engine) => {
        const project = engine.defaultProject();
        const name = options.name ?? setNameOf(file);
        const { set, report } = await namingColumns(() =>
          followJobs(engine, () => engine.sets.import({ projectId: project.id, name, columns, path: file }), {
            stopping: 'Cancelling; nothing is imported. Ctrl-C again stops at once.',
          }),
        );
        const { mapping, unused, duplicates, blanks, oneSided, neutralsLeftOut, extrasLeftOut, delimiter } =
          report;
        if (options.json) {
          printJson({
            set,
            columns: mapping,
            unused,
            delimiter,
            duplicates,
            blanks,
            oneSided,
            neutralsLeftOut,
            extrasLeftOut,
          });
          return;
        }
        print(`${set.name}: ${counted(set.pairCount, 'pair')} imported into project ${project.name}.`);
        print(columnWords(report));
        noteLeftOut(report);
      });
    });
}

function exportSet(): Command {
  return new Command('export')
    .description('write the pairs of a set to a file that can be imported again')
    .argument('<set>', 'the name of a set of the workspace')
    .requiredOption('--out <file>', 'FILE.csv or FILE.jsonl')
    .addOption(storeOption())
    .action(async (name: string, options: StoreOptions & { out: string }, command: Command) => {
      const ending = extname(options.out).slice(1).toLowerCase();
      const format = SET_FILE_FORMATS.find((candidate) => candidate === ending);
      if (format === undefined)
        command.error(`error: --out must end in ${SET_FILE_FORMATS.map((each) => `.${each}`).join(' or ')}`);
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const sets = engine.sets.list({ projectId: engine.defaultProject().id });
        const set = sets.find((candidate) => candidate.name === name);
        if (set === undefined)
          throw new PairlensError(
            'NOT_FOUND',
            `no sentence set “${name}” in the workspace; there are ${sets.map((each) => each.name).join(', ') || 'none'}`,
            { name },
          );
        await writeResult(engine.sets.exported({ id: set.id, format }), options.out);
      });
    });
}
