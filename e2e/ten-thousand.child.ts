/** Puts a project of 10,000 pairs and a run of them into a workspace that is made for it: its home, then its file. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeBigProject } from '../bench/ten-thousand.ts';

const [, , home = '', storePath = ''] = process.argv;
mkdirSync(dirname(storePath), { recursive: true, mode: 0o700 });
await makeBigProject(home, 10_000, storePath);
