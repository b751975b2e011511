import { noteLeftOut } from '../note-left-out.ts';
import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { columnText, nameText } from '../../../core/bounds.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readFailure } from '../../engine/files/failures.ts';
import { textAs } from '../arguments.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { SET_FILE_FORMATS } from '../../engine/sets/write-set.ts';
import { writeResult } from '../write-result.ts';
import { counted, formatTable, print, printJson } from '../output.ts';

export function setsCommand(): Command {
  return group('sets', 'sets of sentence pairs', list(), importSet(), exportSet());
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
        const labels = (set: { labels: readonly unknown[] }) => String(set.labels.length);
        print('Bundled');
        print(
          formatTable(
            [...columns, { head: 'what it is' }],
            bundled.map((set) => [set.name, set.pairCount, labels(set), set.title]),
          ),
        );
        if (sets.length === 0) return;
        print('\nIn this workspace');
        print(
          formatTable(
            [...columns, { head: 'project' }, { head: 'source' }],
            sets.map((set) => [set.name, set.pairCount, labels(set), set.project, set.source]),
          ),
        );
      });
    });
}

interface ImportOptions extends StoreOptions {
  readonly name?: string;
  readonly original?: string;
  readonly counterfactual?: string;
  readonly label?: string;
  readonly neutral?: string;
  readonly cluster?: string;
  readonly json?: boolean;
}

function importSet(): Command {
  return new Command('import')
    .description('read pairs from a CSV, TSV, JSON or JSONL file into the workspace')
    .argument('<file>', 'the file')
    .option('--name <name>', 'the name of the set (default: the file’s)', textAs(nameText))
    .option(
      '--original <column>',
      'the column of the originals, when its name is not a known one',
      textAs(columnText),
    )
    .option('--counterfactual <column>', 'the column of the counterfactuals', textAs(columnText))
    .option('--label <column>', 'the column of the labels', textAs(columnText))
    .option('--neutral <column>', 'the column of the neutrals', textAs(columnText))
    .option('--cluster <column>', 'the column that names what pairs have in common', textAs(columnText))
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (file: string, options: ImportOptions, command: Command) => {
      if ((options.original === undefined) !== (options.counterfactual === undefined))
        command.error('error: --original and --counterfactual go together');
      const content = await readFile(file).catch((error: unknown) => {
        throw readFailure(file, error);
      });
      await withEngine(options, async (engine) => {
        const project = engine.defaultProject();
        const { set, preview } = await engine.sets.import({
          projectId: project.id,
          name: options.name ?? basename(file, extname(file)),
          fileName: basename(file),
          content: new Blob([content]),
          ...(options.original === undefined || options.counterfactual === undefined
            ? {}
            : {
                mapping: {
                  original: options.original,
                  counterfactual: options.counterfactual,
                  label: options.label ?? null,
                  neutral: options.neutral ?? null,
                  cluster: options.cluster ?? null,
                },
              }),
        });
        const { duplicates, blanks, neutralsLeftOut } = preview;
        if (options.json) return printJson({ set, duplicates, blanks, neutralsLeftOut });
        print(`${set.name}: ${counted(set.pairCount, 'pair')} imported into project ${project.name}.`);
        noteLeftOut(preview);
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
