import { Command } from 'commander';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { modelText, nameText, pathText } from '../../../core/bounds.ts';
import type { CuratedModel, Model, ModelDetail, NewModel } from '../../../shared/entities.ts';
import { formatBytes, formatLarge } from '../../../shared/quantities.ts';
import { textAs } from '../arguments.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { failureOf, followJobs } from '../follow-jobs.ts';
import { withModel } from '../open-model.ts';
import { counted, EXIT, formatTable, note, print, printJson } from '../output.ts';
import { modelsDevices } from './models-devices.ts';

type JsonOptions = StoreOptions & { readonly json?: boolean };

export function modelsCommand(): Command {
  return group(
    'models',
    'the models that runs can use',
    list(),
    add(),
    compile(),
    show(),
    remove(),
    modelsDevices(),
  );
}

function list(): Command {
  return new Command('list')
    .description('bundled and added models, and folders that runs of this workspace have used')
    .option('--curated', 'instead, models of the Hub that are worth having')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: JsonOptions & { curated?: boolean }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        if (options.curated) return printCurated(engine.models.curated(), options.json);
        const models = await engine.models.list();
        if (options.json) return printJson(models);
        print(
          formatTable(
            [
              { head: 'name' },
              { head: 'architecture' },
              { head: 'layers × heads' },
              { head: 'parameters', align: 'right' },
              { head: 'size', align: 'right' },
              { head: 'compiled' },
              { head: 'runs', align: 'right' },
              { head: 'licence' },
              { head: 'source' },
            ],
            models.map((model) => [
              model.name,
              model.architecture,
              `${model.layers} × ${model.heads}`,
              formatLarge(model.parameters),
              model.weightsPresent ? formatBytes(model.bytes) : 'gone',
              model.compiled ? 'yes' : 'no',
              model.runCount,
              model.licence ?? '–',
              sourceOf(model),
            ]),
          ),
        );
      });
    });
}

function sourceOf({ origin, folder, commit }: Model): string {
  if (origin === 'bundled') return 'bundled';
  return origin === 'hub' ? `Hub ${commit?.slice(0, 7) ?? ''}` : folder;
}

function printCurated(models: readonly CuratedModel[], json = false): void {
  if (json) return printJson(models);
  print(
    formatTable(
      [
        { head: 'id' },
        { head: 'architecture' },
        { head: 'parameters', align: 'right' },
        { head: 'download', align: 'right' },
        { head: 'licence' },
        { head: 'note' },
      ],
      models.map(({ id, architecture, parameters, bytes, licence, note: what }) => [
        id,
        architecture,
        formatLarge(parameters),
        formatBytes(bytes),
        licence,
        what,
      ]),
    ),
  );
}

interface AddOptions extends JsonOptions {
  readonly name?: string;
  readonly revision?: string;
}

function add(): Command {
  return new Command('add')
    .description('add a model from the Hugging Face Hub, or a checkpoint folder, and compile it')
    .argument(
      '<id|folder>',
      'as prajjwal1/bert-tiny, gpt2, ./my-model; a folder that is there comes first',
      textAs(pathText),
    )
    .option('--revision <revision>', 'a branch, tag or commit of the Hub (default: main)', textAs(nameText))
    .option('--name <name>', "what to call the folder (default: the folder's own name)", textAs(nameText))
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nHF_ENDPOINT, HF_TOKEN, HTTPS_PROXY and NO_PROXY are heeded; HF_HUB_OFFLINE=1 or PAIRLENS_OFFLINE=1 makes no\n' +
        'requests. Ctrl-C cancels; what is downloaded by then stays, and the same command goes on from there.',
    )
    .action(async (what: string, options: AddOptions, command: Command) => {
      const request = requestOf(what, options);
      if (request.from === 'hub' && options.name !== undefined)
        command.error('error: --name is for folders; a model of the Hub goes by its id');
      process.exitCode = await withEngine({ ...options, readonly: true }, async (engine) => {
        const job = await followJobs(engine, async () =>
          engine.jobs.ended((await engine.models.add(request)).jobId),
        );
        if (job.state === 'failed') throw failureOf(job);
        const { state, title: name } = job;
        if (state === 'cancelled') {
          const downloaded = '; what was downloaded stays, and the same command goes on from there';
          note(`Stopped${request.from === 'hub' ? downloaded : ''}.`);
          return EXIT.interrupted;
        }
        const model = await engine.models.get({ name });
        if (options.json) printJson(model);
        else print([`${name} is here: ${describeBriefly(model)}`, ...sameWeightsOf(model)].join('\n'));
        return EXIT.ok;
      });
    });
}

function compile(): Command {
  return new Command('compile')
    .description('compile a model beforehand, as in a home that the nodes of a cluster only read')
    .argument('<name|folder>', 'as models list has it, or a checkpoint folder', textAs(modelText))
    .addOption(jsonOption())
    .action(async (nameOrFolder: string, options: { readonly json?: boolean }) => {
      const { name, weightsHash, compiledHash } = await withModel(nameOrFolder, 'cpu', (model) =>
        Promise.resolve(model),
      );
      if (options.json) printJson({ name, weights_hash: weightsHash, compiled_hash: compiledHash });
      else print(`${name} is compiled`);
    });
}

/** That another name stands for the same weights; nothing where none does. */
function sameWeightsOf({ sameWeights }: Model): string[] {
  return sameWeights.map(
    ({ name, sameTokenizer }) =>
      `${name} has the same weights${sameTokenizer ? ' and tokenizer' : ', with another tokenizer'}: they are compiled once`,
  );
}

function describeBriefly({ architecture, layers, heads, parameters, licence }: Model): string {
  const shape = `${architecture}, ${counted(layers, 'layer')} of ${counted(heads, 'head')}`;
  return `${shape}, ${formatLarge(parameters)} parameters, licence ${licence ?? 'not stated'}`;
}

/** A folder where there is one; else an id, unless it is plainly meant as a path. */
function requestOf(what: string, { name, revision }: AddOptions): NewModel {
  const isFolder = statSync(what, { throwIfNoEntry: false })?.isDirectory() === true;
  const isPath = /^(\.{0,2}[/\\]|\.{1,2}$|~|[A-Za-z]:[/\\])/.test(what);
  if (revision === undefined && (isFolder || isPath))
    return { from: 'folder', folder: resolve(what), ...(name !== undefined && { name }) };
  return { from: 'hub', id: what, ...(revision !== undefined && { revision }) };
}

function show(): Command {
  return new Command('show')
    .description('a model: its sizes, files and hook points')
    .argument('<name>', 'as models list has it', textAs(modelText))
    .option('--card', 'print its model card')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (name: string, options: JsonOptions & { card?: boolean }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const model = await engine.models.detail({ name });
        if (options.json) return printJson(model);
        if (options.card) return print(model.card ?? 'It has no model card.');
        print(describe(model));
      });
    });
}

/** 'architecture' is the longest of the names before the facts. */
const FACT_WIDTH = 'architecture'.length + 2;

/** One below the other, beside the name of the fact. */
function linesOf(values: readonly string[]): string {
  return values.join(`\n${' '.repeat(FACT_WIDTH)}`);
}

function describe(model: ModelDetail): string {
  const unused = model.tensors.filter(({ used }) => !used).map(({ name }) => name);
  const facts: [string, string | number | null][] = [
    ['name', model.name],
    ['architecture', model.architecture],
    ['heads', model.layers > 0 ? `${model.layers} layers × ${model.heads} heads of ${model.dHead}` : 'none'],
    ['width', model.dModel],
    ['parameters', model.parameters],
    ['vocabulary', model.vocabularySize],
    ['positions', model.maxPositions],
    ['weights', model.weightsPresent ? model.weightsHash : `${model.weightsHash} (gone)`],
    ['tokenizer', model.tokenizerHash || 'none'],
    ['licence', model.licence ?? 'not stated'],
    ['source', model.source],
    ['commit', model.commit],
    ['added', model.addedAt],
    ['folder', model.folder],
    ['compiled', model.compiled ? 'yes' : 'no'],
    ['same weights', model.sameWeights.map(({ name }) => name).join(', ')],
    ['runs', model.runCount],
    ['not used', unused.length > 0 ? unused.join(', ') : null],
    ['hook points', linesOf(model.hooks.map(({ name, axes }) => `${name} [${axes.join(', ')}]`))],
    ['by role', linesOf(model.roles.map(({ name, shape }) => `${name} [${shape.join(', ')}]`))],
  ];
  const lines = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([fact, value]) => `${fact.padEnd(FACT_WIDTH)}${value}`);
  const files = formatTable(
    [{ head: 'file' }, { head: 'size', align: 'right' }, { head: 'sha256' }],
    model.files.map(({ name, bytes, sha256 }) => [name, formatBytes(bytes), sha256 ?? '–']),
  );
  return model.files.length > 0 ? `${lines.join('\n')}\n\n${files}` : lines.join('\n');
}

function remove(): Command {
  return new Command('remove')
    .description('remove an added model; a folder of your own stays where it is')
    .argument('<name>', 'as models list has it', textAs(modelText))
    .option('--keep-results', 'although runs of the workspace refer to it: they stay, without the weights')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (name: string, options: JsonOptions & { keepResults?: boolean }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const { runCount } = await engine.models.get({ name });
        const keepResults = options.keepResults === true;
        const { sameWeights } = await engine.models.remove({ name, keepResults });
        if (options.json) return printJson({ removed: name, runs: runCount, same_weights: sameWeights });
        print(`${name} is removed${whatStays(runCount, sameWeights)}`);
      });
    });
}

function whatStays(runCount: number, sameWeights: Model['sameWeights']): string {
  const instead = sameWeights.find(({ sameTokenizer }) => sameTokenizer);
  const shared = sameWeights.length > 0 ? `; its compiled form stays for ${namesOf(sameWeights)}` : '';
  if (runCount === 0) return shared;
  const runs = `${counted(runCount, 'run')} of this workspace`;
  if (instead) return `${shared}, with which ${runs} ${runCount === 1 ? 'goes' : 'go'} on`;
  return `${shared}; ${runs} ${runCount === 1 ? 'stays' : 'stay'} without it`;
}

function namesOf(models: Model['sameWeights']): string {
  return models.map(({ name }) => name).join(', ');
}
