import { describe, expect, it } from 'vitest';
import { readHubSettings } from './settings.ts';

describe('readHubSettings', () => {
  it('is the Hub itself, without token or proxy, where the environment says nothing', () => {
    const nothing = { token: null, offline: false, httpProxy: null, httpsProxy: null, noProxy: '' };
    expect(readHubSettings({})).toEqual({ ...nothing, endpoint: 'https://huggingface.co' });
    expect(readHubSettings({ HF_TOKEN: '', HF_ENDPOINT: ' ', NO_PROXY: '' })).toEqual(readHubSettings({}));
  });

  it('takes an endpoint without the slash at its end', () => {
    expect(readHubSettings({ HF_ENDPOINT: 'https://mirror.example/hub/' }).endpoint).toBe(
      'https://mirror.example/hub',
    );
  });

  it.each([
    ['1', true],
    ['TRUE', true],
    ['on', true],
    ['0', false],
    ['no', false],
    ['', false],
  ])('HF_HUB_OFFLINE=%s', (value, offline) => {
    expect(readHubSettings({ HF_HUB_OFFLINE: value }).offline).toBe(offline);
    expect(readHubSettings({ PAIRLENS_OFFLINE: value }).offline).toBe(offline);
  });

  it('lets small letters go first, as curl does', () => {
    const environment = { HTTPS_PROXY: 'http://capital:1', https_proxy: 'http://small:2', no_proxy: 'x' };
    expect(readHubSettings(environment)).toMatchObject({ httpsProxy: 'http://small:2', noProxy: 'x' });
  });

  it.each(['huggingface.co', 'file:///etc', 'ftp://x'])(
    'refuses the address %s, without repeating it',
    (value) => {
      for (const variable of ['HF_ENDPOINT', 'HTTPS_PROXY'])
        expect(() => readHubSettings({ [variable]: value })).toThrow(
          expect.objectContaining({
            code: 'BAD_REQUEST',
            message: expect.not.stringContaining(value) as unknown,
          }),
        );
    },
  );
});
