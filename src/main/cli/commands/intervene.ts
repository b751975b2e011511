import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { modelText } from '../../../core/bounds.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readText } from '../../engine/files/read-text.ts';
import { writeUsersFile } from '../../engine/files/write-file.ts';
import { runWithInterventions } from '../../engine/interventions/run.ts';
import { interventionsOf, parseInterventionSpec } from '../../engine/interventions/spec.ts';
import type { LoadedModel } from '../../engine/models/library.ts';
import { activationsFile } from '../../engine/probe.ts';
import { textAs } from '../arguments.ts';
import { deviceOption, type DeviceOptions } from '../device-option.ts';
import { jsonOption } from '../engine.ts';
import {
  checkInputOptions,
  hookNames,
  type InputOptions,
  inputsOf,
  inputsOption,
  readInputsFile,
  textOption,
} from '../model-inputs.ts';
import { withModel } from '../open-model.ts';
import { counted, print, printJson } from '../output.ts';

interface InterveneOptions extends InputOptions, DeviceOptions {
  readonly model: string;
  readonly spec: string;
  readonly hooks?: string;
  readonly out: string;
  readonly json?: boolean;
}

const SPEC_HELP = `
The spec: {"interventions": [{"hook": NAME, "head"?: N, "positions"?: [N, …], "value": VALUE}, …]}
VALUE is "zero", "mean" (over the input's own positions), or {"from": PATH}: what the model computes of the inputs in
PATH, as for --inputs, at the same hook point, head and positions. PATH is looked for beside the spec, then in the
current folder. All interventions apply together, in one forward pass.`;

const LOGITS = 'logits';

export function interveneCommand(): Command {
  return new Command('intervene')
    .description('put something else in the place of activations, and write the logits that follow')
    .requiredOption(
      '--model <name|folder>',
      'a model, or a Hugging Face checkpoint folder',
      textAs(modelText),
    )
    .addOption(textOption())
    .addOption(inputsOption())
    .requiredOption('--spec <file>', 'JSON that says what is put where')
    .option('--hooks <names>', 'hook points to write besides the logits: all, or names separated by commas')
    .requiredOption('--out <file>', 'the safetensors file to write')
    .addOption(deviceOption('cpu'))
    .addOption(jsonOption())
    .addHelpText('after', SPEC_HELP)
    .action(async (options: InterveneOptions, command: Command) => {
      checkInputOptions(options, command);
      const spec = parseInterventionSpec(await readText(options.spec), options.spec);
      await withModel(options.model, options.device ?? 'cpu', async (model) => {
        const hooks = hooksToWrite(options, model, command);
        const readFrom = (path: string) => readInputsFile(besideOrHere(options.spec, path));
        const interventions = await interventionsOf(spec, model, readFrom);
        const inputs = await inputsOf(options, model);
        const activations = await runWithInterventions(model, inputs, interventions, hooks);
        const bytes = activationsFile(model, activations, { spec: JSON.stringify(spec) });
        const out = resolve(options.out);
        await writeUsersFile(out, bytes);
        if (options.json)
          printJson({ out, hooks, interventions: interventions.length, bytes: bytes.byteLength });
        else
          print(
            `${counted(hooks.length, 'activation')} after ${counted(interventions.length, 'intervention')} written to ${out}`,
          );
      });
    });
}

/** @throws PairlensError BAD_REQUEST when the model has no logits, and nothing else is asked for */
function hooksToWrite({ hooks }: InterveneOptions, model: LoadedModel, command: Command): readonly string[] {
  const asked = hooks === undefined ? [] : hookNames(hooks, model, command);
  if (model.hooks.includes(LOGITS)) return [...new Set([LOGITS, ...asked])];
  if (asked.length > 0) return asked;
  throw new PairlensError(
    'BAD_REQUEST',
    `${model.name} has no logits, because its checkpoint has no language-model head: say with --hooks what to write`,
    { model: model.name },
  );
}

/** A path that a spec names: from the spec's folder, and where nothing is there from the current one. */
function besideOrHere(spec: string, path: string): string {
  const beside = resolve(dirname(spec), path);
  return existsSync(beside) ? beside : path;
}
