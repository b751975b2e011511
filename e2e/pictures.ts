/** Where the pictures of the screens go that `npm run screenshots` makes for people to look at. */
import type { TestInfo } from '@playwright/test';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const FOR_PEOPLE = process.env['PAIRLENS_SCREENSHOTS'] === '1';

const FOLDER = join(import.meta.dirname, '..', 'test-results', 'screens');

/** @param name without what kind of file it is */
export const picturePath = ({ project }: TestInfo, name: string): string =>
  join(FOLDER, ...(project.name === 'browser' ? [] : [project.name]), `${name}.png`);

/** Says where they are, and how many. */
export function tellOfPictures(): void {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.png')) : [];
  process.stdout.write(`\n${names.length.toLocaleString('en')} pictures of screens are in ${FOLDER}\n`);
}
