import { describe, expect, it } from 'vitest';
import { hasDisplay } from './open-browser.ts';
import { readServeOptions } from './serve-options.ts';

describe('options of the server', () => {
  it('reads what is given and leaves the rest to the server', () => {
    expect(readServeOptions(['--port', '8417', '--host=0.0.0.0', '--no-open'])).toEqual({
      port: 8417,
      host: '0.0.0.0',
      storePath: undefined,
      open: false,
      link: false,
    });
    expect(readServeOptions([])).toMatchObject({ port: undefined, host: undefined, open: true });
    expect(readServeOptions(['--link'])).toMatchObject({ link: true });
  });

  it.each([
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port=-1']],
    [['--nonsense']],
    [['file.csv']],
    [['--port']],
  ])('refuses %j', (args) => {
    expect(() => readServeOptions(args)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});

it.each([
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', {}, false],
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false],
  ['aix', {}, false],
] as const)('on %s with %j, there is a screen: %s', (platform, environment, expected) => {
  expect(hasDisplay(platform, environment)).toBe(expected);
});
