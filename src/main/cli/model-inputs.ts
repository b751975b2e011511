/** What the commands that run a model on some input have in common. */
import { type Command, Option } from 'commander';
import { MOST, sentenceText } from '../../core/bounds.ts';
import { readText } from '../engine/files/read-text.ts';
import type { TokenBatch } from '../engine/inference/token-batch.ts';
import type { LoadedModel } from '../engine/models/library.ts';
import { probeInputsFromJson, probeInputsFromTexts } from '../engine/probe.ts';
import { repeated, textAs } from './arguments.ts';

export interface InputOptions {
  readonly text?: string[];
  readonly inputs?: string;
}

export function textOption(): Option {
  return new Option('--text <text>', 'a text; may be given several times').argParser(
    repeated(textAs(sentenceText), MOST.statements),
  );
}

export function inputsOption(): Option {
  return new Option(
    '--inputs <file>',
    'JSON with input_ids, attention_mask and optionally token_type_ids, nested arrays',
  );
}

export function checkInputOptions({ text, inputs }: InputOptions, command: Command): void {
  if ((text === undefined) === (inputs === undefined)) command.error('error: give either --text or --inputs');
}

/** @throws PairlensError TOKENIZER_MISSING, INPUT_INVALID, FILE_NOT_FOUND, FILE_UNREADABLE */
export async function inputsOf({ text, inputs }: InputOptions, model: LoadedModel): Promise<TokenBatch> {
  return inputs === undefined ? probeInputsFromTexts(model, text ?? []) : readInputsFile(inputs);
}

/** @throws PairlensError INPUT_INVALID, FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readInputsFile(file: string): Promise<TokenBatch> {
  return probeInputsFromJson(await readText(file), file);
}

/** The hook points of an option: `all`, or names separated by commas. */
export function hookNames(
  list: string,
  { hooks }: Pick<LoadedModel, 'hooks'>,
  command: Command,
): readonly string[] {
  if (list === 'all') return hooks;
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) command.error('error: --hooks names no hook point');
  return names;
}
