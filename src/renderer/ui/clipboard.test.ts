import { afterEach, expect, test, vi } from 'vitest';
import { copyText } from './clipboard.ts';

afterEach(() => vi.unstubAllGlobals());

test('what the browser refuses is an error that a person can act on', async () => {
  const writeText = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  await expect(copyText('a')).rejects.toMatchObject({ code: 'CLIPBOARD_REFUSED' });
});

test('a page that has no clipboard says so', async () => {
  vi.stubGlobal('navigator', {});
  await expect(copyText('a')).rejects.toMatchObject({ code: 'CLIPBOARD_REFUSED' });
});

test('what is copied is copied as it is', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  await copyText('a\tb');
  expect(writeText).toHaveBeenCalledExactlyOnceWith('a\tb');
});
