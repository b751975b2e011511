import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadElectron, electronBinary, whyNoWindow } from './desktop.ts';

it.each([
  ['linux', {}, 1000, 'there is no display here'],
  ['linux', { DISPLAY: ':0' }, 0, 'Electron does not run as root'],
  ['linux', { DISPLAY: ':0' }, 1000, null],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, null],
  ['darwin', {}, 501, null],
  ['win32', {}, undefined, null],
] as const)('on %s with %j as user %s: %s', (platform, environment, uid, reason) => {
  expect(whyNoWindow({ platform, environment, uid })).toBe(reason);
});

describe('the binary', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pairlens-desktop-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const install = (script: string): void => writeFileSync(join(folder, 'install.js'), script);

  it('is where Electron’s package says', () => {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'path.txt'), 'the-binary');
    expect(electronBinary(folder)).toBeNull();
    writeFileSync(join(folder, 'dist', 'the-binary'), '');
    expect(electronBinary(folder)).toBe(join(folder, 'dist', 'the-binary'));
  });

  it('is downloaded by Electron’s own script', () => {
    install(
      "const fs = require('fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/electron', '');",
    );
    expect(downloadElectron(folder)).toBeNull();
  });

  it('cannot be downloaded without a net, and the script’s reason is told in one line', () => {
    install("console.error('RequestError: getaddrinfo EAI_AGAIN\\n    at somewhere'); process.exit(1);");
    expect(downloadElectron(folder)).toBe(
      'Electron could not be downloaded (RequestError: getaddrinfo EAI_AGAIN)',
    );
  });

  it('is not taken for there when the script only says so', () => {
    install('');
    expect(downloadElectron(folder)).toBe('Electron could not be downloaded (unknown reason)');
  });
});
