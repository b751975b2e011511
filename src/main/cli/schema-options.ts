/** The flags of a command for the fields of one schema. */
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { flagsOf } from './schema-flags.ts';

/** Adds a flag for each field; what is typed is read, and refused where it is no such value. */
export function addFieldFlags(command: Command, schema: z.ZodObject): void {
  for (const { flag, placeholder, description, choices, default: standard, isNeeded, read } of flagsOf(
    schema,
  )) {
    const words = standard === null ? description : `${description} (default: ${standard})`;
    const option = new Option(`${flag} <${placeholder}>`, words);
    if (choices !== null) option.choices([...choices]);
    // After the choices, which would read the value, too.
    option.argParser(read);
    option.makeOptionMandatory(isNeeded);
    command.addOption(option);
  }
}

/** The fields that were given; the others are the schema's affair. */
export function readFieldFlags(command: Command, schema: z.ZodObject): Record<string, unknown> {
  const values = command.opts<Record<string, unknown>>();
  const given: Record<string, unknown> = {};
  for (const { field, flag } of flagsOf(schema)) {
    const value = values[attributeOf(command, flag)];
    if (value !== undefined) given[field] = value;
  }
  return given;
}

function attributeOf(command: Command, flag: string): string {
  return command.options.find(({ long }) => long === flag)?.attributeName() ?? flag;
}
