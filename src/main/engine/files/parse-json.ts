import { messageOf } from '../../../core/errors.ts';
import { type ErrorCode, PairlensError } from '../../../shared/errors.ts';

/**
 * @param source what the text is called in the error
 * @throws PairlensError of `code` for a text that is not JSON
 */
export function parseJson(text: string, source: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PairlensError(code, `${source} is not JSON: ${messageOf(error)}`, { source }, error);
  }
}
