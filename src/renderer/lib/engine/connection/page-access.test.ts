import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PageAccess } from './page-access.ts';

/** Tabs of one browser: what one says, the others hear. */
class Browser {
  readonly #tabs: Tab[] = [];
  /** Answers to the exchange of a link, by its token. */
  readonly sessions = new Map<string, string>();
  /** Whether the server answers. */
  isReachable = true;
  exchanges = 0;

  open(hash: string, kept: string | null = null): Tab {
    const tab = new Tab(this, hash, kept);
    this.#tabs.push(tab);
    return tab;
  }

  say(from: Tab, data: unknown): void {
    for (const tab of this.#tabs)
      if (tab !== from) tab.events.dispatchEvent(new MessageEvent('message', { data }));
  }

  async exchange(headers: Record<string, string>): Promise<Response> {
    this.exchanges++;
    if (!this.isReachable) throw new TypeError('fetch failed');
    const token = (headers['authorization'] ?? '').replace('Bearer ', '');
    const session = this.sessions.get(token);
    this.sessions.delete(token);
    if (session !== undefined) return Response.json({ session });
    return Response.json({ code: 'UNAUTHORIZED', message: 'used already' }, { status: 401 });
  }
}

class Tab {
  readonly events = new EventTarget();
  readonly shown: string[] = [];
  readonly storage = new Map<string, string>();
  readonly onSession = vi.fn();
  readonly access: PageAccess;
  readonly location: { hash: string; pathname: string };

  constructor(browser: Browser, hash: string, kept: string | null) {
    this.location = { hash, pathname: '/' };
    if (kept !== null) this.storage.set('pairlens.session', kept);
    const page = {
      location: this.location,
      history: {
        replaceState: (_state: unknown, _title: string, url: string) => {
          this.shown.push(url);
          this.location.hash = url.startsWith('#') ? url : '';
        },
      },
      sessionStorage: {
        getItem: (key: string) => this.storage.get(key) ?? null,
        setItem: (key: string, value: string) => this.storage.set(key, value),
        removeItem: (key: string) => this.storage.delete(key),
      },
      fetch: async (
        path: string,
        { method, headers }: { method: string; headers: Record<string, string> },
      ) => {
        expect([path, method]).toEqual(['/session', 'POST']);
        return browser.exchange(headers);
      },
    } as unknown as ConstructorParameters<typeof PageAccess>[0];
    const tabs = Object.assign(this.events, { postMessage: (data: unknown) => browser.say(this, data) });
    this.access = new PageAccess(page, this.onSession, tabs);
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
  browser.sessions.set('abc-_1', 'session-1');
});

describe('a link', () => {
  it('is taken out of the address at once, exchanged once, and its session is kept', async () => {
    const tab = browser.open('#token=abc-_1');
    expect(tab.access.takeLink()).toBe(true);
    expect(tab.shown).toEqual(['/']);
    expect(await Promise.all([tab.access.session(), tab.access.session()])).toEqual([
      'session-1',
      'session-1',
    ]);
    expect(browser.exchanges).toBe(1);
    expect([...tab.storage]).toEqual([['pairlens.session', 'session-1']]);
  });

  it.each(['#/runs/3?layer=2', '', '#token=a/b', '#token='])('is none: %j', (hash) => {
    const tab = browser.open(hash);
    expect(tab.access.takeLink()).toBe(false);
    expect(tab.shown).toEqual([]);
  });

  it('that is pasted into an open tab leaves the tab where it was', () => {
    const tab = browser.open('#token=abc-_1');
    tab.access.takeLink('#/projects/1');
    expect(tab.shown).toEqual(['#/projects/1']);
  });

  it('that was used is said to be, where there is no session', async () => {
    const tab = browser.open('#token=old');
    tab.access.takeLink();
    await expect(tab.access.session()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'used already',
    });
  });

  it('that was used does no harm to a tab that has a session, as when it is pasted again', async () => {
    const tab = browser.open('#token=old', 'session-0');
    tab.access.takeLink();
    expect(await tab.access.session()).toBe('session-0');
  });

  it('is kept while the server cannot be reached', async () => {
    browser.isReachable = false;
    const tab = browser.open('#token=abc-_1');
    tab.access.takeLink();
    await expect(tab.access.session()).rejects.toThrow('cannot be reached');
    browser.isReachable = true;
    expect(await tab.access.session()).toBe('session-1');
  });
});

describe('a tab without a link', () => {
  it('goes on with its session when it is loaded again', async () => {
    expect(await browser.open('#/projects/1', 'session-0').access.session()).toBe('session-0');
    expect(browser.exchanges).toBe(0);
  });

  it('is given the session of another tab', async () => {
    browser.open('', 'session-0');
    const second = browser.open('#/projects/1');
    expect(await second.access.session()).toBe('session-0');
    expect([...second.storage.values()]).toEqual(['session-0']);
  });

  it('that nobody lets in asks the server for nothing', async () => {
    await expect(browser.open('').access.session()).rejects.toMatchObject({
      name: 'ConnectionRefused',
      code: 'UNAUTHORIZED',
    });
    expect(browser.exchanges).toBe(0);
  });

  it('is let in when another tab is', async () => {
    const waiting = browser.open('');
    await expect(waiting.access.session()).rejects.toThrow('link');
    const other = browser.open('#token=abc-_1');
    other.access.takeLink();
    await other.access.session();
    expect(waiting.onSession).toHaveBeenCalledTimes(1);
    expect(await waiting.access.session()).toBe('session-1');
  });

  it('does not believe what is no message of a tab', async () => {
    const tab = browser.open('');
    for (const data of [null, 'session', { type: 'session' }, { type: 'session', session: 7 }])
      tab.events.dispatchEvent(new MessageEvent('message', { data }));
    expect([...tab.storage]).toEqual([]);
  });
});

it('a session that the server refused is forgotten, and only that one', () => {
  const tab = browser.open('', 'session-0');
  tab.access.forget('another');
  expect([...tab.storage.values()]).toEqual(['session-0']);
  tab.access.forget('session-0');
  expect([...tab.storage]).toEqual([]);
});
