/** What the Hub, or the way to it, says when something is wrong, as errors that a person can act on. */
import { PairlensError } from '../../../shared/errors.ts';
import { LONGEST_WAIT_MS, TemporaryFailure } from './retry.ts';

export interface Refusal {
  /** What was asked for, in words: 'gpt2', 'config.json of gpt2'. */
  readonly what: string;
  readonly status: number;
  readonly url: URL;
  readonly header: (name: string) => string | null;
  readonly hasToken: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The error for an answer that is neither 2xx nor 3xx: a TemporaryFailure where asking again may help. */
export function refusalError(refusal: Refusal): PairlensError | TemporaryFailure {
  const { what, status, url, header } = refusal;
  const details = { status, url: withoutQuery(url) };
  const code = header('x-error-code');
  if (code === 'GatedRepo') return unauthorized(refusal, `${what} is gated: its owner has to let you in`);
  if (status === 404 || (code !== null && /^(Repo|Revision|Entry)NotFound$/.test(code)))
    return new PairlensError('HUB_NOT_FOUND', notFoundMessage(refusal, code), details);
  if (status === 401 || status === 403) return unauthorized(refusal, `the Hub does not give out ${what}`);
  if (status === 429) return rateLimited(refusal);
  const failed = new PairlensError(
    'HUB_FAILED',
    `the Hub answered ${status} when asked for ${what}`,
    details,
  );
  return status >= 500 || status === 408 ? new TemporaryFailure(failed) : failed;
}

function notFoundMessage({ what, status, url, hasToken }: Refusal, code: string | null): string {
  if (code === 'RevisionNotFound') return `${url.host} has no such revision of ${what}`;
  // Of a private model the Hub tells strangers that there is no such model.
  const privately = hasToken || status !== 401 ? '' : '; if it is private, give HF_TOKEN';
  return `${url.host} has no ${what}${privately}`;
}

function unauthorized({ status, url, hasToken }: Refusal, problem: string): PairlensError {
  const remedy = hasToken ? 'the token in HF_TOKEN is not enough' : 'give an access token in HF_TOKEN';
  return new PairlensError('HUB_UNAUTHORIZED', `${problem}; ${remedy}`, { status, url: withoutQuery(url) });
}

function rateLimited({ what, url, header, now }: Refusal): PairlensError | TemporaryFailure {
  const waitMs = retryAfter(header('retry-after'), now);
  const seconds = waitMs === null ? null : Math.ceil(waitMs / 1000);
  const error = new PairlensError(
    'HUB_RATE_LIMITED',
    `the Hub has had too many requests and gives out no ${what} just now; try again ${
      seconds === null ? 'later' : `in ${seconds} s`
    }`,
    { url: withoutQuery(url), retryAfter: seconds },
  );
  return waitMs !== null && waitMs > LONGEST_WAIT_MS ? error : new TemporaryFailure(error, waitMs);
}

/** Milliseconds to wait, from a number of seconds or a date; null where the header says neither. */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Codes of connections that break or do not come about, and that may the next time. */
const PASSING: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_PRX_CONN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

/** The error for a connection that failed; what is none of that comes back as it is. */
export function connectionError(what: string, url: URL, error: unknown): unknown {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === null) return error;
  const unreachable = new PairlensError(
    'HUB_UNREACHABLE',
    `${what} could not be had from ${url.host}: ${inWords(code, error)}`,
    { url: withoutQuery(url), code },
    error,
  );
  return PASSING.has(code) ? new TemporaryFailure(unreachable) : unreachable;
}

/** How undici's message begins when a proxy opens no tunnel. Any other AbortError is of a request that we cancelled. */
const REFUSED_TUNNEL = 'Proxy response';

/** The code of what went wrong below; null for errors that have none, as our own, and for a cancelled request. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof PairlensError || error instanceof TemporaryFailure)
    return null;
  if (error.name === 'AbortError') return error.message.startsWith(REFUSED_TUNNEL) ? 'PROXY' : null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : codeOf(error.cause);
}

function inWords(code: string, error: Error): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its address is not known; is there a network?';
  if (code === 'ECONNREFUSED') return 'nothing answers there';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'the connection broke';
  if (code === 'UND_ERR_PRX_CONN') return 'the proxy broke the connection';
  if (code === 'ETIMEDOUT' || code.endsWith('_TIMEOUT')) return 'no answer came in time';
  return error.message === '' ? code : error.message;
}

/** Redirects carry signatures in their queries, which belong in no message or log. */
export function withoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
