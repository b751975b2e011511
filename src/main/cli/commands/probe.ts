import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeWholeFile } from '../../engine/exports/write-file.ts';
import { readFailure } from '../../engine/file-failures.ts';
import { probe, probeInputsFromJson, probeInputsFromTexts } from '../../engine/probe.ts';
import { repeated } from '../arguments.ts';
import { openModel } from '../open-model.ts';
import { jsonOption } from '../engine.ts';
import { counted, print, printJson } from '../output.ts';

interface ProbeOptions {
  readonly model: string;
  readonly text?: string[];
  readonly inputs?: string;
  readonly hooks: string;
  readonly out: string;
  readonly json?: boolean;
}

export function probeCommand(): Command {
  return new Command('probe')
    .description('write the activations of texts, or of token ids, at hook points to a safetensors file')
    .requiredOption('--model <name|folder>', 'a bundled model, or a Hugging Face checkpoint folder')
    .option('--text <text>', 'a text; may be given several times', repeated(String))
    .option(
      '--inputs <file>',
      'JSON with input_ids, attention_mask and optionally token_type_ids, nested arrays',
    )
    .requiredOption('--hooks <names>', 'all, or hook points separated by commas')
    .requiredOption('--out <file>', 'the safetensors file to write')
    .addOption(jsonOption())
    .action(async (options: ProbeOptions, command: Command) => {
      if ((options.text === undefined) === (options.inputs === undefined))
        command.error('error: give either --text or --inputs');
      const model = await openModel(options.model);
      try {
        const inputs =
          options.inputs === undefined
            ? probeInputsFromTexts(model, options.text ?? [])
            : probeInputsFromJson(await readText(options.inputs), options.inputs);
        const hooks = options.hooks === 'all' ? model.hooks : namesIn(options.hooks);
        if (hooks.length === 0) command.error('error: --hooks names no hook point');
        const bytes = await probe(model, inputs, hooks);
        const out = resolve(options.out);
        await writeWholeFile(out, bytes);
        if (options.json) printJson({ out, hooks, bytes: bytes.byteLength });
        else print(`${counted(hooks.length, 'activation')} written to ${out}`);
      } finally {
        await model.close();
      }
    });
}

function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw readFailure(file, error);
  });
}
