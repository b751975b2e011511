/** How an error of the engine crosses to a client: an ORPCError with a code of shared/errors.ts and its details. */
import { ORPCError, ValidationError } from '@orpc/server';
import { describeIssues } from '../../core/schema-issues.ts';
import { type ErrorRecord, errorRecord, isActionable } from '../../shared/errors.ts';

/**
 * What a person can act on keeps code, message and details. Input that does not fit the contract is BAD_REQUEST and names
 * the field. Anything else is a bug: INTERNAL, with its stack on stderr.
 */
export function toContractError(error: unknown): ORPCError<string, unknown> {
  if (isContractError(error) && error.code === 'BAD_REQUEST')
    return contractError({ code: 'BAD_REQUEST', message: badInput(error), details: {} }, error);
  if (isContractError(error) && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  if (!isActionable(error)) console.error(isContractError(error) ? (error.cause ?? error) : error);
  return contractError(errorRecord(error), error);
}

function isContractError(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError;
}

function contractError({ code, message, details }: ErrorRecord, cause: unknown): ORPCError<string, unknown> {
  return new ORPCError(code, { message, data: details, cause });
}

function badInput(error: ORPCError<string, unknown>): string {
  if (!(error.cause instanceof ValidationError)) return error.message;
  return describeIssues(
    error.cause.issues.map(({ path = [], message }) => ({
      path: path.map((part) => (typeof part === 'object' ? part.key : part)),
      message,
    })),
  );
}

/** The same items; an error in the middle of them becomes a contract error, as one at the beginning does. */
export async function* withContractErrors<Item>(
  items: AsyncIterable<Item>,
): AsyncGenerator<Item, void, void> {
  try {
    yield* items;
  } catch (error) {
    throw toContractError(error);
  }
}
