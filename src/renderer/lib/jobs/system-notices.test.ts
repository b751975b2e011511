/** With what stands for the system: that a notification appears, and where a click on it leads. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';

/** Those that the system was asked to show. */
let shown: SystemNotification[];
let permission: NotificationPermission;
const document = { hidden: true };
const focus = vi.fn();

class SystemNotification {
  static readonly requestPermission = () => Promise.resolve(permission);
  static get permission(): NotificationPermission {
    return permission;
  }
  onclick: (() => void) | null = null;
  readonly title: string;
  readonly options: NotificationOptions;

  constructor(title: string, options: NotificationOptions) {
    this.title = title;
    this.options = options;
    shown.push(this);
  }
}

const RUNNING: Job = {
  jobId: 'run-3',
  kind: 'run',
  title: 'Run 3',
  subject: { runId: 3 },
  state: 'running',
  activity: 'Running pairs',
  unit: 'pairs',
  done: 10,
  partly: 0,
  failed: 0,
  total: 20,
  file: null,
  rate: null,
  secondsLeft: null,
  error: null,
};
const DONE: Job = { ...RUNNING, state: 'done' };
const stored = new Map<string, string>();

beforeEach(() => {
  shown = [];
  permission = 'granted';
  document.hidden = true;
  focus.mockClear();
  stored.clear();
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.stubGlobal('window', { Notification: SystemNotification, focus });
  vi.stubGlobal('Notification', SystemNotification);
  vi.stubGlobal('document', document);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A run of a minute and a half, that ends while the window is hidden or seen. */
async function told(isHidden: boolean): Promise<{ open: ReturnType<typeof vi.fn<() => void>> }> {
  const { systemNotices } = await import('./system-notices.svelte.ts');
  const open = vi.fn<() => void>();
  systemNotices.keep(new Set());
  systemNotices.reported(RUNNING, undefined, open);
  vi.setSystemTime(Date.now() + 90_000);
  document.hidden = isHidden;
  systemNotices.reported(DONE, RUNNING, open);
  return { open };
}

test('a long run that ends in a hidden window is told of, and a click on that opens it', async () => {
  const { systemNotices } = await import('./system-notices.svelte.ts');
  await systemNotices.choose(true);
  expect(stored.get('pairlens.notifications')).toBe('on');
  const { open } = await told(true);
  expect(shown.map(({ title, options }) => ({ title, ...options }))).toEqual([
    { title: 'Run 3 is done', body: 'After 1 min 30 s.', tag: 'run-3' },
  ]);
  expect(open).not.toHaveBeenCalled();
  shown[0]?.onclick?.();
  expect(open).toHaveBeenCalledOnce();
  expect(focus).toHaveBeenCalledOnce();
});

test('nothing is told in a window that is seen, nor where the system or the person does not want it', async () => {
  const { systemNotices } = await import('./system-notices.svelte.ts');
  await systemNotices.choose(true);
  await told(false);
  await systemNotices.choose(false);
  await told(true);
  expect(stored.get('pairlens.notifications')).toBe('off');
  permission = 'denied';
  await systemNotices.choose(true);
  expect(systemNotices.isOn).toBe(false);
  await told(true);
  expect(shown).toEqual([]);
});
