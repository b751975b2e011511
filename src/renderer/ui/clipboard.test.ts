import { afterEach, expect, test, vi } from 'vitest';
import { describeError } from '../lib/errors/describe-error.ts';
import { copyText } from './clipboard.ts';

afterEach(() => vi.unstubAllGlobals());

test('a clipboard that is refused is said as that, with another way, and not as a mistake of ours', async () => {
  const writeText = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  const error = await copyText('a').catch((thrown: unknown) => thrown);
  expect(describeError(error)).toMatchObject({
    severity: 'failure',
    title: 'The browser did not let Pairlens copy',
    message: 'The clipboard cannot be written to.',
  });
  expect(describeError(error).next).toContain('save it as a file');
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
