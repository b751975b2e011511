import { Command } from 'commander';
import { resolve } from 'node:path';
import { modelText } from '../../../core/bounds.ts';
import { writeUsersFile } from '../../engine/files/write-file.ts';
import { probe } from '../../engine/probe.ts';
import { textAs } from '../arguments.ts';
import { deviceOption, type DeviceOptions } from '../device-option.ts';
import { jsonOption } from '../engine.ts';
import {
  checkInputOptions,
  hookNames,
  type InputOptions,
  inputsOf,
  inputsOption,
  textOption,
} from '../model-inputs.ts';
import { withModel } from '../open-model.ts';
import { counted, print, printJson } from '../output.ts';

interface ProbeOptions extends InputOptions, DeviceOptions {
  readonly model: string;
  readonly hooks: string;
  readonly out: string;
  readonly json?: boolean;
}

export function probeCommand(): Command {
  return new Command('probe')
    .description('write the activations of texts, or of token ids, at hook points to a safetensors file')
    .requiredOption(
      '--model <name|folder>',
      'a bundled model, or a Hugging Face checkpoint folder',
      textAs(modelText),
    )
    .addOption(textOption())
    .addOption(inputsOption())
    .requiredOption('--hooks <names>', 'all, or hook points separated by commas')
    .requiredOption('--out <file>', 'the safetensors file to write')
    .addOption(deviceOption('cpu'))
    .addOption(jsonOption())
    .action(async (options: ProbeOptions, command: Command) => {
      checkInputOptions(options, command);
      await withModel(options.model, options.device ?? 'cpu', async (model) => {
        const inputs = await inputsOf(options, model);
        const hooks = hookNames(options.hooks, model, command);
        const bytes = await probe(model, inputs, hooks);
        const out = resolve(options.out);
        await writeUsersFile(out, bytes);
        if (options.json) printJson({ out, hooks, bytes: bytes.byteLength });
        else print(`${counted(hooks.length, 'activation')} written to ${out}`);
      });
    });
}
