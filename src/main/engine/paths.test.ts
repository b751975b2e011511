import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultHome, migrationsDir, pairlensVersion, projectRoot, resourcesDir, unpacked } from './paths.ts';

describe('what ships with the program', () => {
  it('is found from the source tree', () => {
    expect(projectRoot()).toBe(resolve(import.meta.dirname, '..', '..', '..'));
    expect(existsSync(join(migrationsDir(), '0001_initial.sql'))).toBe(true);
    expect(existsSync(join(resourcesDir(), 'models', 'manifest.json'))).toBe(true);
    expect(pairlensVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    [
      join('/opt', 'Pairlens', 'resources', 'app.asar', 'resources'),
      join('/opt', 'Pairlens', 'resources', 'app.asar.unpacked', 'resources'),
    ],
    [join('/home', 'ada', 'pairlens', 'resources'), join('/home', 'ada', 'pairlens', 'resources')],
  ])('lies beside the archive in a package: %s', (path, real) => {
    expect(unpacked(path)).toBe(real);
  });
});

it('lives in PAIRLENS_HOME, or in the platform’s data folder', () => {
  expect(defaultHome({ PAIRLENS_HOME: join('/data', 'pairlens') })).toBe(resolve('/data', 'pairlens'));
  expect(defaultHome({})).toMatch(/pairlens/i);
});
