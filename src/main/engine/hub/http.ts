/** Requests to the Hub: through the proxy that the environment names, along redirects, with the token for the Hub only. */
import type { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { PairlensError } from '../../../shared/errors.ts';
import { connectionError, refusalError, withoutQuery } from './failures.ts';
import type { Clock } from './retry.ts';
import type { HubSettings } from './settings.ts';

const MOST_REDIRECTS = 10;
const CONNECT_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 60_000;
const LONGEST_TEXT_BYTES = 32 * 2 ** 20;

export interface HubRequest {
  /** What is asked for, in words, for errors. */
  readonly what: string;
  /** Below the endpoint, with a slash before it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface HubAnswer {
  readonly status: number;
  /** A header of the last answer. */
  header(name: string): string | null;
  /**
   * A header of the Hub's own answers, in which it says what the file is. The last answer may be another server's, to
   * which the Hub has redirected. Where several have the header, the last one counts.
   */
  hubHeader(name: string): string | null;
  /** Pieces of the body, as they come. @throws as {@link HubHttp.get} */
  body(): AsyncIterable<Uint8Array>;
}

/** Statuses beside 2xx that a caller knows what to do with. */
const UNSATISFIABLE_RANGE = 416;

export class HubHttp {
  readonly #settings: HubSettings;
  readonly #clock: Clock;
  #dispatcher: Dispatcher | null = null;

  constructor(settings: HubSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /**
   * One request, along its redirects.
   * @throws PairlensError OFFLINE before anything is sent; HUB_UNREACHABLE, HUB_UNAUTHORIZED, HUB_NOT_FOUND,
   *   HUB_RATE_LIMITED, HUB_FAILED; a TemporaryFailure with one of these where another try may help
   */
  async get({ what, path, headers = {}, signal }: HubRequest): Promise<HubAnswer> {
    const { offline, endpoint } = this.#settings;
    if (offline)
      throw new PairlensError(
        'OFFLINE',
        `${what} is not here, and Pairlens makes no requests: HF_HUB_OFFLINE or PAIRLENS_OFFLINE is set`,
      );
    let url = new URL(`${endpoint}${path}`);
    const answers: { readonly url: URL; readonly response: Dispatcher.ResponseData }[] = [];
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await this.#send(what, url, headers, signal);
      answers.push({ url, response });
      const status = response.statusCode;
      if (status >= 300 && status < 400 && status !== 304) {
        await discard(response);
        url = this.#redirected(what, url, response);
        continue;
      }
      if (status < 300 || status === UNSATISFIABLE_RANGE)
        return answerOf(what, url, response, this.#ofHub(answers));
      await discard(response);
      throw this.#refusal(what, url, response);
    }
    throw new PairlensError('HUB_FAILED', `the Hub redirects in circles when asked for ${what}`);
  }

  /**
   * The body of one request as text.
   * @throws as {@link get}; HUB_FAILED for one that is far too long
   */
  async text(query: HubRequest): Promise<string> {
    const answer = await this.get(query);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of answer.body()) {
      pieces.push(piece);
      bytes += piece.byteLength;
      if (bytes > LONGEST_TEXT_BYTES)
        throw new PairlensError(
          'HUB_FAILED',
          `${query.what}: the Hub's answer has more than ${LONGEST_TEXT_BYTES} bytes`,
        );
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  /** Closes the connections that are kept open. */
  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
    this.#dispatcher = null;
  }

  async #send(
    what: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const { token } = this.#settings;
    // Loaded when the first request is made: most commands make none.
    const { EnvHttpProxyAgent: Connections, request } = await import('undici');
    try {
      return await request(url, {
        method: 'GET',
        headers: {
          ...headers,
          'user-agent': 'pairlens',
          ...(token !== null && this.#isHub(url) && { authorization: `Bearer ${token}` }),
        },
        signal,
        dispatcher: this.#connections(Connections),
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
      });
    } catch (error) {
      throw connectionError(what, url, error);
    }
  }

  #isHub(url: URL): boolean {
    return url.origin === new URL(this.#settings.endpoint).origin;
  }

  #ofHub(
    answers: readonly { readonly url: URL; readonly response: Dispatcher.ResponseData }[],
  ): Dispatcher.ResponseData[] {
    return answers.filter(({ url }) => this.#isHub(url)).map(({ response }) => response);
  }

  #connections(Connections: typeof EnvHttpProxyAgent): Dispatcher {
    const { httpProxy, httpsProxy, noProxy } = this.#settings;
    // Empty text, unlike nothing, keeps it from looking into the environment itself.
    this.#dispatcher ??= new Connections({
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? '',
      noProxy,
      // Plain HTTP goes through a proxy as requests, as other programs do it, and not through a tunnel.
      proxyTunnel: false,
      // A download is one long stream on a connection of its own: nothing to gain from HTTP/2's sharing of one.
      allowH2: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
    });
    return this.#dispatcher;
  }

  #redirected(what: string, from: URL, response: Dispatcher.ResponseData): URL {
    const location = headerOf(response, 'location');
    if (location === null || !URL.canParse(location, from))
      throw new PairlensError('HUB_FAILED', `the Hub redirects to nowhere when asked for ${what}`);
    const to = new URL(location, from);
    const isPlain = to.protocol === 'http:' && from.protocol === 'http:';
    if (to.protocol !== 'https:' && !isPlain)
      throw new PairlensError(
        'HUB_FAILED',
        `${withoutQuery(from)} redirects to ${to.protocol}, which is not safe`,
      );
    return to;
  }

  #refusal(what: string, url: URL, response: Dispatcher.ResponseData) {
    return refusalError({
      what,
      url,
      status: response.statusCode,
      now: this.#clock.now(),
      hasToken: this.#settings.token !== null,
      header: (name) => headerOf(response, name),
    });
  }
}

function answerOf(
  what: string,
  url: URL,
  response: Dispatcher.ResponseData,
  ofHub: readonly Dispatcher.ResponseData[],
): HubAnswer {
  return {
    status: response.statusCode,
    header: (name) => headerOf(response, name),
    hubHeader: (name) => ofHub.reduce<string | null>((found, one) => headerOf(one, name) ?? found, null),
    async *body() {
      try {
        for await (const piece of response.body) yield piece as Buffer;
      } catch (error) {
        throw connectionError(what, url, error);
      }
    },
  };
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

async function discard({ body }: Dispatcher.ResponseData): Promise<void> {
  // Read to its end, so that the connection can be used again; a long or broken one is dropped.
  await body.dump({ limit: 65_536 }).catch(() => undefined);
}
