/** The options of a kind as fields of a form, made of its schema. */
import { z } from 'zod';
import { formatCount } from '../format/format.ts';
import { optionTitle } from './option-words.ts';

export interface OptionField {
  readonly name: string;
  /** "Sequences" */
  readonly label: string;
  readonly hint: string;
  /** Where only these can be chosen. */
  readonly choices: readonly string[] | null;
  readonly isNumber: boolean;
  /** As it is typed. */
  readonly initial: string;
  /** What it has to be, for a person who typed something else: "A whole number from 10 to 10,000." */
  readonly rule: string;
}

export function optionFields(schema: z.ZodObject): OptionField[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).flatMap(([name, described]): OptionField[] => {
    if (typeof described === 'boolean') return [];
    const { description = '', default: standard, type, enum: choices, minimum, maximum } = described;
    return [
      {
        name,
        label: optionTitle(name),
        hint: sentence(description),
        choices: choices?.map(String) ?? null,
        isNumber: type === 'integer' || type === 'number',
        initial: initialOf(standard),
        rule: ruleOf(type === 'integer' ? 'A whole number' : 'A number', minimum, maximum),
      },
    ];
  });
}

function initialOf(standard: unknown): string {
  if (Array.isArray(standard)) return standard.map(String).join(', ');
  return typeof standard === 'string' ? standard : JSON.stringify(standard ?? '');
}

/** Of a list its parts, with commas between them. */
function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function ruleOf(what: string, minimum?: number, maximum?: number): string {
  const from = minimum === undefined ? '' : ` from ${formatCount(minimum)}`;
  const to = maximum === undefined || maximum >= 2 ** 31 - 1 ? '' : ` to ${formatCount(maximum)}`;
  return `${what}${from}${to}.`;
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What is typed, as the schema takes it, and what is wrong with each field that is wrong. */
export function readOptions(
  schema: z.ZodObject,
  fields: readonly OptionField[],
  typed: Readonly<Record<string, string>>,
): { readonly options: Record<string, unknown> | null; readonly problems: Readonly<Record<string, string>> } {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  const isList = (name: string) => {
    const described = properties[name];
    return typeof described === 'object' && described.type === 'array';
  };
  const values = fields.map(({ name, isNumber, initial }): [string, unknown] => {
    const text = (typed[name] ?? initial).trim();
    if (isList(name)) return [name, partsOf(text)];
    return [name, isNumber ? (text === '' ? Number.NaN : Number(text)) : text];
  });
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success) return { options: parsed.data, problems: {} };
  const problems = parsed.error.issues.map(({ path, message }): [string, string] => {
    const field = fields.find(({ name }) => name === path[0]);
    return [field?.name ?? '', field?.isNumber === true ? field.rule : message];
  });
  return { options: null, problems: Object.fromEntries(problems) };
}
