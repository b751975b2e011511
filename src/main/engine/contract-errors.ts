/** How an error of the engine crosses to a client: an ORPCError with a code of shared/errors.ts and its details. */
import { ORPCError, ValidationError } from '@orpc/server';
import { CoreError } from '../../core/errors.ts';
import { describeIssue } from '../../core/schema-issues.ts';
import { type ErrorCode, PairlensError } from '../../shared/errors.ts';

/**
 * PairlensError and CoreError keep code, message and details. Input that does not fit the contract is BAD_REQUEST and
 * names the field. Anything else is a bug: INTERNAL, with its stack on stderr.
 */
export function toContractError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof PairlensError || error instanceof CoreError)
    return contractError(error.code, error.message, error.details, error);
  if (isContractError(error) && error.code === 'BAD_REQUEST')
    return contractError('BAD_REQUEST', badInput(error), {}, error);
  if (isContractError(error) && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  console.error(isContractError(error) ? (error.cause ?? error) : error);
  return contractError('INTERNAL', error instanceof Error ? error.message : String(error), {}, error);
}

function isContractError(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError;
}

function contractError(
  code: ErrorCode,
  message: string,
  data: object,
  cause: unknown,
): ORPCError<string, unknown> {
  return new ORPCError(code, { message, data, cause });
}

function badInput(error: ORPCError<string, unknown>): string {
  if (!(error.cause instanceof ValidationError)) return error.message;
  return error.cause.issues
    .map(({ path = [], message }) =>
      describeIssue({ path: path.map((part) => (typeof part === 'object' ? part.key : part)), message }),
    )
    .join('; ');
}

/** The same items; an error in the middle of them crosses as one before them does. */
export async function* withContractErrors<Item>(
  items: AsyncIterable<Item>,
): AsyncGenerator<Item, void, void> {
  try {
    yield* items;
  } catch (error) {
    throw toContractError(error);
  }
}
