/** Reading config.json: fields are checked one by one, and what is wrong is named with its value. */
import { z } from 'zod';
import { CoreError } from '../errors.ts';

export const size = z.int().positive();

/** @throws CoreError MODEL_INVALID naming every field that is missing or wrong, with its value */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  config: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const field = path.join('.');
    const value = JSON.stringify(config[String(path[0])]);
    return value === undefined ? `${field} is missing` : `${field} is ${value} (${message})`;
  });
  throw new CoreError('MODEL_INVALID', `config.json: ${problems.join('; ')}`);
}

/** @throws CoreError MODEL_UNSUPPORTED naming the first field that asks for something Pairlens does not compute */
export function refuseUnless(field: string, value: unknown, ...allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new CoreError(
    'MODEL_UNSUPPORTED',
    `unsupported ${field}: ${JSON.stringify(value)} (supported: ${allowed.map((one) => JSON.stringify(one)).join(', ')})`,
  );
}
