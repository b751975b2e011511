/**
 * Flags of the command line for the fields of a schema: `qThreshold` is given as `--q-threshold`, `runId` as `--run`. A
 * field's description is the help of its flag.
 */
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { firstIssue } from '../../core/schema-issues.ts';
import { numberBetween, wholeNumber } from './arguments.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

export interface FieldFlag {
  /** As the schema calls it. */
  readonly field: string;
  /** '--q-threshold' */
  readonly flag: string;
  /** What stands for its value in the help. */
  readonly placeholder: string;
  readonly description: string;
  /** Where only these can be given. */
  readonly choices: readonly string[] | null;
  /** As it would be given; null where there is none, or where nothing is given for it. */
  readonly default: string | null;
  /** Whether the schema cannot do without it. */
  readonly isNeeded: boolean;
  /** Throws InvalidArgumentError where the text is no such value. */
  read(this: void, text: string): unknown;
}

/** A flag for each field of an object, in its order, but for its kind. */
export function flagsOf(schema: z.ZodObject): FieldFlag[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).flatMap(([field, described]) =>
    field === 'kind' || typeof described === 'boolean'
      ? []
      : [
          checked(
            flagOf(field, described, required.includes(field)),
            schema.shape[field] as z.core.$ZodType | undefined,
          ),
        ],
  );
}

/** JSON Schema does not say all that a schema asks for: what was read is held against the schema itself. */
function checked(flag: FieldFlag, schema: z.core.$ZodType | undefined): FieldFlag {
  if (schema === undefined) return flag;
  return {
    ...flag,
    read(text) {
      const value = flag.read(text);
      const parsed = z.safeParse(schema, value);
      if (!parsed.success) throw new InvalidArgumentError(firstIssue(parsed.error));
      return value;
    },
  };
}

function flagOf(field: string, schema: JsonSchema, isNeeded: boolean): FieldFlag {
  const words = field
    .replace(/Id$/, '')
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .split('-');
  const standard = schema.default;
  return {
    field,
    flag: `--${words.join('-')}`,
    placeholder: placeholderOf(schema) ?? words.at(-1) ?? field,
    description: schema.description ?? '',
    choices: schema.enum?.map(String) ?? null,
    default: saysNothing(standard) ? null : textOf(standard),
    isNeeded,
    read: readerOf(schema),
  };
}

/** Of a default: no text, or an empty list. */
function saysNothing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function placeholderOf(schema: JsonSchema): string | null {
  if (schema.prefixItems !== undefined)
    return schema.prefixItems.map((_, at) => String.fromCharCode(97 + at)).join(',');
  const isNumber = alternatives(schema).some(({ type }) => type === 'integer' || type === 'number');
  return isNumber ? 'n' : null;
}

/** As {@link readerOf} reads it. */
function textOf(value: unknown): string {
  if (value === null) return NONE;
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** How "no value" is written, where a field can be null. */
const NONE = 'none';

/** What a value can be, null before all else: its word would be read as a text. */
function alternatives(schema: JsonSchema): JsonSchema[] {
  const types = [schema.type ?? []].flat();
  const choices =
    types.length > 1
      ? types.map((type): JsonSchema => ({ ...schema, type }))
      : (schema.anyOf ?? [schema]).filter((choice) => typeof choice === 'object');
  return choices.toSorted((a, b) => Number(b.type === 'null') - Number(a.type === 'null'));
}

type Reader = (text: string) => unknown;

/** Reads what one types for a value; what has no shorter form is written in JSON. */
function readerOf(schema: JsonSchema): Reader {
  const choices = alternatives(schema);
  const [only] = choices;
  return choices.length === 1 && only !== undefined ? plainReader(only) : firstOf(choices.map(readerOf));
}

/** What the first of the readers that can reads; the last one says what is wrong. */
function firstOf(readers: readonly Reader[]): Reader {
  return (text) => {
    let failure: unknown;
    for (const read of readers)
      try {
        return read(text);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        failure = error;
      }
    throw failure;
  };
}

function plainReader(schema: JsonSchema): Reader {
  const choices = schema.const === undefined ? schema.enum : [schema.const];
  if (choices !== undefined) return choice(choices.map(String));
  const { minimum = -Infinity, maximum = Infinity } = schema;
  switch (schema.type) {
    case 'null':
      return (text) => {
        choice([NONE])(text);
        return null;
      };
    case 'integer':
      return minimum >= 0 ? wholeNumber(minimum, maximum) : numberBetween(minimum, maximum);
    case 'number':
      return numberBetween(minimum, maximum);
    case 'string':
      return (text) => text;
    case 'boolean':
      return (text) => choice(['true', 'false'])(text) === 'true';
    case 'array':
      return list(schema);
    default:
      return json;
  }
}

function choice(choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}

/** Values with commas between them. */
function list({ prefixItems, items }: JsonSchema): Reader {
  const each = typeof items === 'object' && !Array.isArray(items) ? readerOf(items) : json;
  const places = prefixItems?.map((item) => (typeof item === 'object' ? readerOf(item) : json));
  return (text) => {
    const parts = text.split(',');
    if (places !== undefined && parts.length !== places.length)
      throw new InvalidArgumentError(
        `expected ${places.length} values with commas between them, got ${text}`,
      );
    return parts.map((part, at) => (places?.[at] ?? each)(part));
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(`expected a value in JSON, got ${text}`);
  }
}
