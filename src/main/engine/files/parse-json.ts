import { type ErrorCode, PairlensError } from '../../../shared/errors.ts';

/**
 * @param source what the text is called in the error
 * @throws PairlensError of `code` for a text that is not JSON
 */
export function parseJson(text: string, source: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PairlensError(code, `${source} is not JSON: ${reason}`, { source }, error);
  }
}
