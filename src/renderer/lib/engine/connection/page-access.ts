/**
 * How this page is let in by the browser shell. The link that the server prints has a token in its fragment, which
 * browsers send to nobody; the page takes it out of the address and exchanges it for a session, once. The session is
 * kept in session storage, which belongs to this tab, host and port (cookies go to every port of a host). Other tabs of
 * this workbench are asked for theirs, and told of a new one. docs/decisions/0008 says why.
 */
import { z } from 'zod';
import { refusalBody, SESSION_PATH, sessionBody } from '../../../../shared/browser-access.ts';
import { ConnectionRefused } from './channel.ts';

const KEY = 'pairlens.session';
const CHANNEL = 'pairlens.session';
const FRAGMENT = /^#token=([\w-]+)$/;
/** Another tab of this browser answers at once, unless it is asleep. */
const TABS_ANSWER_WITHIN_MS = 400;

/** What tabs say to each other: that one needs a session, or has one. */
const tabMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('needed') }),
  z.object({ type: z.literal('session'), session: z.string() }),
]);
type TabMessage = z.infer<typeof tabMessage>;

/** The parts of a browser's window that are used. */
type Page = Pick<Window, 'location' | 'history' | 'sessionStorage' | 'fetch'>;
type Tabs = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>;

export class PageAccess {
  readonly #page: Page;
  readonly #tabs: Tabs;
  readonly #onSession: () => void;
  /** The token of a link that has not been exchanged yet. */
  #link: string | null = null;
  /** The exchange that is under way. */
  #exchange: Promise<ConnectionRefused | null> | null = null;

  /** @param onSession called when another tab gave this one, which had none, a session */
  constructor(page: Page, onSession: () => void, tabs: Tabs = new BroadcastChannel(CHANNEL)) {
    this.#page = page;
    this.#tabs = tabs;
    this.#onSession = onSession;
    tabs.addEventListener('message', ({ data }: MessageEvent) => this.#hear(data));
  }

  /**
   * Takes the token of a link out of the address.
   * @param before the hash that the address had before the link was pasted into it
   * @returns whether there was one
   */
  takeLink(before = ''): boolean {
    const { location, history } = this.#page;
    const [, token] = FRAGMENT.exec(location.hash) ?? [];
    if (token === undefined) return false;
    this.#link = token;
    history.replaceState(null, '', FRAGMENT.test(before) || before === '' ? location.pathname : before);
    return true;
  }

  /**
   * The session to connect with.
   * @throws {ConnectionRefused} when there is none; Error when the server does not answer
   */
  async session(): Promise<string> {
    const refusal = await this.#exchangeLink();
    const session = this.#kept() ?? (await this.#askTabs());
    if (session !== null) return session;
    throw refusal ?? new ConnectionRefused('UNAUTHORIZED', 'This page was not opened with a link.');
  }

  /** The server has refused the session. */
  forget(session: string): void {
    if (this.#kept() === session) this.#page.sessionStorage.removeItem(KEY);
  }

  /** Why the link that there is was refused; null where it was not, or where there is none. */
  async #exchangeLink(): Promise<ConnectionRefused | null> {
    if (this.#link === null) return null;
    this.#exchange ??= this.#askForSession(this.#link);
    try {
      return await this.#exchange;
    } finally {
      this.#exchange = null;
    }
  }

  /** Keeps the session that a link stands for, or says why there is none. */
  async #askForSession(link: string): Promise<ConnectionRefused | null> {
    const headers = { authorization: `Bearer ${link}` };
    const asked = this.#page.fetch(SESSION_PATH, { method: 'POST', headers, cache: 'no-store' });
    const answer = await asked.catch(() => null);
    if (!answer) throw new Error('Its server cannot be reached.');
    this.#link = null;
    const body: unknown = await answer.json();
    if (!answer.ok) {
      const { code, message } = refusalBody.parse(body);
      return new ConnectionRefused(code, message);
    }
    const { session } = sessionBody.parse(body);
    this.#keep(session);
    this.#say({ type: 'session', session });
    return null;
  }

  #askTabs(): Promise<string | null> {
    return new Promise((resolve) => {
      const settle = (session: string | null): void => {
        clearTimeout(timer);
        this.#tabs.removeEventListener('message', listen);
        resolve(session);
      };
      const listen = (): void => {
        const session = this.#kept();
        if (session !== null) settle(session);
      };
      const timer = setTimeout(() => settle(null), TABS_ANSWER_WITHIN_MS);
      // Runs after the listener of the constructor, which keeps what is told.
      this.#tabs.addEventListener('message', listen);
      this.#say({ type: 'needed' });
    });
  }

  #hear(data: unknown): void {
    const { data: message } = tabMessage.safeParse(data);
    const kept = this.#kept();
    if (message?.type === 'needed' && kept !== null) this.#say({ type: 'session', session: kept });
    if (message?.type !== 'session' || kept !== null) return;
    this.#keep(message.session);
    this.#onSession();
  }

  #say(message: TabMessage): void {
    this.#tabs.postMessage(message);
  }

  #kept(): string | null {
    return this.#page.sessionStorage.getItem(KEY);
  }

  #keep(session: string): void {
    this.#page.sessionStorage.setItem(KEY, session);
  }
}
