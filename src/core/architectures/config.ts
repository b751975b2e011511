/** Reading config.json: fields are checked one by one, and what is wrong is named with its value. */
import { z } from 'zod';
import { CoreError } from '../errors.ts';
import { fieldName } from '../schema-issues.ts';

export const size = z.int().positive();

/** A field that may be left out, or be null as transformers writes it, for which this value then stands. */
export function optional<Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>) {
  return schema.nullish().transform((given) => given ?? value);
}

/** `architectures`, the classes that a checkpoint was saved from: whether one of them predicts the next token. */
export const savedAsDecoder = z
  .array(z.string())
  .nullish()
  .transform((classes) => (classes ?? []).some((name) => /LMHead|CausalLM/.test(name)));

/**
 * @param place where the fields are, for the message
 * @throws CoreError MODEL_INVALID naming every field that is missing or wrong, with its value
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  config: Readonly<Record<string, unknown>>,
  place = 'config.json',
): z.output<Schema> {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const field = fieldName(path);
    const value = JSON.stringify(config[String(path[0])]);
    return value === undefined ? `${field} is missing` : `${field} is ${value} (${message})`;
  });
  throw new CoreError('MODEL_INVALID', `${place}: ${problems.join('; ')}`);
}

/** @throws CoreError MODEL_UNSUPPORTED naming the first field that asks for something Pairlens does not compute */
export function refuseUnless(field: string, value: unknown, ...allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new CoreError(
    'MODEL_UNSUPPORTED',
    `unsupported ${field}: ${JSON.stringify(value)} (supported: ${allowed.map((one) => JSON.stringify(one)).join(', ')})`,
  );
}

/**
 * The quotient of two sizes of a config.
 * @throws CoreError MODEL_INVALID naming both when it is no whole number
 */
export function wholeQuotient(dividend: string, total: number, divisor: string, parts: number): number {
  if (total % parts === 0) return total / parts;
  throw new CoreError('MODEL_INVALID', `${dividend} ${total} is no multiple of ${divisor} ${parts}`);
}
