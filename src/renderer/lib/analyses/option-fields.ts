/** The options of a kind as fields of a form, made of its schema. */
import { capitalised } from '../../../core/capitalised.ts';
import { z } from 'zod';
import { formatCount } from '../format/format.ts';
import { choiceWords } from './choice-words.ts';
import { isRare, openWords, optionTitle } from './option-words.ts';

interface OptionChoice {
  readonly value: string;
  /** "Residual stream" */
  readonly label: string;
  /** What it does; '' where the label says it. */
  readonly hint: string;
}

export interface OptionField {
  readonly name: string;
  /** "Sequences" */
  readonly label: string;
  readonly hint: string;
  /** Where only these can be chosen. */
  readonly choices: readonly OptionChoice[] | null;
  /** Several of them at once: what is typed has commas between. */
  readonly isList: boolean;
  /** A place can be typed in their stead: a position of the original. */
  readonly orNumber: boolean;
  /** In an empty field: what it says then, "all". */
  readonly placeholder: string;
  /** Seldom changed. */
  readonly isRare: boolean;
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
    const { description = '', default: standard, type, minimum, maximum } = described;
    const open = openWords(name, standard);
    const orNumber = PLACE.test(described.pattern ?? '');
    const choices = choicesOf(name, described);
    return [
      {
        name,
        label: optionTitle(name),
        // An empty field says it in a word.
        hint:
          choices === null ? sentence(open === null ? description : description.replace(/; -1 .*$/, '')) : '',
        choices,
        isList: type === 'array',
        orNumber,
        placeholder: open ?? '',
        isRare: isRare(name),
        isNumber: type === 'integer' || type === 'number',
        initial: open === null ? initialOf(standard) : '',
        rule:
          type === 'array' || (type === 'string' && !orNumber)
            ? `This cannot be read. ${sentence(description)}`
            : ruleOf(type === 'number' ? 'A number' : 'A whole number', orNumber ? 0 : minimum, maximum),
      },
    ];
  });
}

type Described = Exclude<NonNullable<z.core.JSONSchema.JSONSchema['properties']>[string], boolean>;

/** The pattern of words of which one can be chosen, or a number: '^(auto|last|mask|\\d{1,5})$'. */
const PLACE = /^\^\(([a-z|]+)\|\\d\{\d,\d\}\)\$$/;

function choicesOf(name: string, { enum: one, items, pattern = '' }: Described): OptionChoice[] | null {
  const several = typeof items === 'object' && !Array.isArray(items) ? items.enum : undefined;
  const values = one ?? several ?? PLACE.exec(pattern)?.[1]?.split('|');
  if (values === undefined) return null;
  return values.map((each) => {
    const value = String(each);
    const { title, hint } = choiceWords(name, value) ?? { title: value, hint: '' };
    return { value, label: title, hint };
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
  return text === '' ? '' : `${capitalised(text)}.`;
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
  const values = fields.map(({ name, isNumber, initial, placeholder }): [string, unknown] => {
    const text = (typed[name] ?? initial).trim();
    if (isList(name)) return [name, partsOf(text)];
    // Left open.
    if (placeholder !== '' && text === '') return [name, undefined];
    return [name, isNumber ? (text === '' ? Number.NaN : Number(text)) : text];
  });
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success) return { options: parsed.data, problems: {} };
  const problems = parsed.error.issues.map(({ path, message }): [string, string] => {
    const field = fields.find(({ name }) => name === path[0]);
    return [field?.name ?? '', field?.rule ?? message];
  });
  return { options: null, problems: Object.fromEntries(problems) };
}

/** Those that are not as the schema has them by itself. */
export function changedOptions(
  schema: z.ZodObject,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const usual = schema.parse({});
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name])),
  );
}
