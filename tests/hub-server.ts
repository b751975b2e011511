/**
 * A stand-in for the Hugging Face Hub, as far as a client sees it: the model API, files under
 * `/{id}/resolve/{revision}/{file}`, those in large file storage by a redirect to another host (a second port), ETag and
 * Range; and it can fail in every way that a network and a server can.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with a file, or with the `api`. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Closes the connection after so many bytes of the body, which `taken` tells that the client has taken: the rest is lost. */
  | { readonly dropAfter: number; readonly taken?: () => Promise<void> }
  /** Sends so many bytes, and says that this is all. */
  | { readonly truncateTo: number }
  /** Sends so many bytes, and then nothing. */
  | { readonly stallAfter: number }
  /** The right number of bytes, one of them another. */
  | { readonly flip: true }
  /** Goes on after the end. */
  | { readonly append: number }
  /** Sends everything, whatever part was asked for. */
  | { readonly ignoreRange: true }
  /** Says something else in its headers. */
  | { readonly lie: Readonly<Record<string, string>> };

export interface Seen {
  /** 'api', or the name of a file. */
  readonly what: string;
  readonly host: 'hub' | 'cdn';
  readonly url: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface RepositoryOptions {
  readonly commit?: string;
  readonly revisions?: readonly string[];
  readonly licence?: string;
  /** Files that git itself keeps; the others are in large file storage. */
  readonly small?: RegExp;
  /** Replaces the API's list of files. */
  readonly siblings?: readonly object[];
}

interface Repository {
  readonly id: string;
  readonly commit: string;
  readonly revisions: ReadonlySet<string>;
  readonly licence: string | null;
  readonly files: ReadonlyMap<string, { readonly content: Buffer; readonly isLarge: boolean }>;
  readonly siblings: readonly object[] | null;
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const gitHash = (content: Buffer) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

export class HubServer {
  readonly seen: Seen[] = [];
  readonly #hub: Server;
  readonly #cdn: Server;
  readonly #repositories = new Map<string, Repository>();
  /** New ids, by the old ones. */
  readonly #moved = new Map<string, string>();
  readonly #faults = new Map<string, Fault[]>();
  /** What the CDN gives out: contents by hash, with the file that they are of. */
  readonly #large = new Map<string, { readonly name: string; readonly content: Buffer }>();

  private constructor() {
    this.#hub = createServer((request, response) => this.#answerHub(request, response));
    this.#cdn = createServer((request, response) => this.#answerCdn(request, response));
  }

  static async start(): Promise<HubServer> {
    const server = new HubServer();
    for (const each of [server.#hub, server.#cdn])
      await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${portOf(this.#hub)}`;
  }

  /** Makes a model be there. @returns its commit */
  add(id: string, files: Readonly<Record<string, Buffer | string>>, options: RepositoryOptions = {}): string {
    const { commit = createHash('sha1').update(id).digest('hex'), small = /\.(json|md|txt)$|^LICENSE$/ } =
      options;
    const contents = Object.entries(files).map(
      ([name, content]): [string, { content: Buffer; isLarge: boolean }] => [
        name,
        { content: Buffer.from(content), isLarge: !small.test(name) },
      ],
    );
    for (const [name, { content, isLarge }] of contents)
      if (isLarge) this.#large.set(sha256(content), { name, content });
    this.#repositories.set(id, {
      id,
      commit,
      files: new Map(contents),
      licence: options.licence ?? null,
      revisions: new Set(['main', commit, ...(options.revisions ?? [])]),
      siblings: options.siblings ?? null,
    });
    return commit;
  }

  /** Gives a model another id: who asks for the old one is sent on, as from gpt2 to openai-community/gpt2. */
  move(from: string, to: string): void {
    this.#moved.set(from, to);
  }

  /** The next requests for a file (its last host), or for the `api`, fail like this, one after the other. */
  fail(what: string, ...faults: readonly Fault[]): void {
    this.#faults.set(what, [...(this.#faults.get(what) ?? []), ...faults]);
  }

  /** How often something was asked for, of the host that gives it out. */
  count(what: string, host?: 'hub' | 'cdn'): number {
    return this.seen.filter((request) => request.what === what && (!host || request.host === host)).length;
  }

  /** Forgets what was seen and what was to fail. */
  reset(): void {
    this.seen.length = 0;
    this.#faults.clear();
  }

  async close(): Promise<void> {
    for (const each of [this.#hub, this.#cdn]) {
      each.closeAllConnections();
      await new Promise((resolve) => each.close(resolve));
    }
  }

  #answerHub(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams, search } = new URL(request.url ?? '/', this.endpoint);
    for (const [from, to] of this.#moved)
      for (const root of ['/api/models/', '/'])
        if (pathname.startsWith(`${root}${from}/`)) {
          this.#note(request, 'hub', 'moved');
          const location = `${root}${to}${pathname.slice(root.length + from.length)}${search}`;
          response.writeHead(307, { location });
          response.end();
          return;
        }
    const api = /^\/api\/models\/(?<id>.+)\/revision\/(?<revision>[^/]+)$/.exec(pathname)?.groups;
    if (api) {
      this.#note(request, 'hub', 'api');
      const repository = this.#find(api['id'], api['revision']);
      if (this.#refused(response, 'api')) return;
      if (!repository) return notFound(response, 'RepoNotFound');
      return send(response, Buffer.from(this.#describe(repository, searchParams.get('blobs') === 'true')));
    }
    const file = /^\/(?<id>.+)\/resolve\/(?<revision>[^/]+)\/(?<name>[^/]+)$/.exec(pathname)?.groups;
    const name = decodeURIComponent(file?.['name'] ?? '');
    this.#note(request, 'hub', name);
    const repository = this.#find(file?.['id'], file?.['revision']);
    const found = repository?.files.get(name);
    if (!repository || !found) return notFound(response, 'EntryNotFound');
    const { content, isLarge } = found;
    response.setHeader('x-repo-commit', repository.commit);
    if (!isLarge) {
      response.setHeader('etag', `"${gitHash(content)}"`);
      return this.#give(request, response, name, content);
    }
    const hash = sha256(content);
    response.writeHead(302, {
      'x-linked-etag': `"${hash}"`,
      'x-linked-size': content.length,
      location: `http://localhost:${portOf(this.#cdn)}/${hash}?signature=secret`,
    });
    response.end();
  }

  #answerCdn(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', this.endpoint);
    const found = this.#large.get(pathname.slice(1));
    this.#note(request, 'cdn', found?.name ?? pathname);
    if (!found) return notFound(response, 'EntryNotFound');
    response.setHeader('etag', '"of-the-cdn-itself"');
    this.#give(request, response, found.name, found.content);
  }

  #find(id = '', revision = ''): Repository | undefined {
    const repository = this.#repositories.get(id);
    return repository?.revisions.has(decodeURIComponent(revision)) === true ? repository : undefined;
  }

  #note(request: IncomingMessage, host: Seen['host'], what: string): void {
    const { range, authorization } = request.headers;
    this.seen.push({ what, host, url: request.url ?? '', range, authorization });
  }

  /** As the Hub writes it; sizes and hashes only where they are asked for. */
  #describe({ id, commit, licence, files, siblings }: Repository, withBlobs: boolean): string {
    const list = [...files].map(([rfilename, { content, isLarge }]) => ({
      rfilename,
      ...(withBlobs && {
        size: content.length,
        blobId: gitHash(isLarge ? Buffer.from(`pointer to ${sha256(content)}`) : content),
        ...(isLarge && { lfs: { sha256: sha256(content), size: content.length, pointerSize: 134 } }),
      }),
    }));
    return JSON.stringify({
      _id: '0',
      id,
      modelId: id,
      sha: commit,
      private: false,
      gated: false,
      siblings: siblings ?? list,
      ...(licence !== null && { cardData: { license: licence }, tags: [`license:${licence}`] }),
    });
  }

  /** Answers with a status that was asked for by {@link fail}. */
  #refused(response: ServerResponse, what: string): boolean {
    const [fault] = this.#faults.get(what) ?? [];
    if (!fault || !('status' in fault)) return false;
    this.#faults.get(what)?.shift();
    response.writeHead(fault.status, fault.headers);
    response.end('refused');
    return true;
  }

  #give(request: IncomingMessage, response: ServerResponse, name: string, content: Buffer): void {
    if (this.#refused(response, name)) return;
    const fault: Fault | Record<string, never> = this.#faults.get(name)?.shift() ?? {};
    if ('lie' in fault) for (const [key, value] of Object.entries(fault.lie)) response.setHeader(key, value);
    const range = 'ignoreRange' in fault ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const begin = range ? Number(range[1]) : 0;
    if (range && begin >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` });
      response.end();
      return;
    }
    if (range) {
      response.statusCode = 206;
      response.setHeader('content-range', `bytes ${begin}-${content.length - 1}/${content.length}`);
    }
    sendWith(response, fault, content.subarray(begin));
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function notFound(response: ServerResponse, code: string): void {
  response.writeHead(404, { 'x-error-code': code });
  response.end();
}

function send(response: ServerResponse, content: Buffer): void {
  response.setHeader('content-length', content.length);
  response.end(content);
}

function sendWith(response: ServerResponse, fault: Fault | Record<string, never>, body: Buffer): void {
  if ('truncateTo' in fault) return send(response, body.subarray(0, fault.truncateTo));
  if ('append' in fault) return send(response, Buffer.concat([body, Buffer.alloc(fault.append, 0x2a)]));
  if ('flip' in fault) {
    const other = Buffer.from(body);
    other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
    return send(response, other);
  }
  response.setHeader('content-length', body.length);
  if ('stallAfter' in fault) {
    response.write(body.subarray(0, fault.stallAfter));
    return;
  }
  if ('dropAfter' in fault) {
    response.flushHeaders();
    const { taken = () => Promise.resolve() } = fault;
    response.write(body.subarray(0, fault.dropAfter), () => void taken().then(() => response.destroy()));
    return;
  }
  response.end(body);
}
