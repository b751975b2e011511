/** Compiles the checkpoint in a folder into a home, and prints how long it took and what memory. */
import { join } from 'node:path';
import { readCheckpointFolder } from '../src/main/engine/checkpoints/checkpoint-folder.ts';
import { compileFolder } from '../src/main/engine/models/compiled-folder.ts';
import { hashFiles } from '../src/main/engine/files/hashing.ts';
import { secondsOf } from './measure.ts';

const [folder = '', home = ''] = process.argv.slice(2);
const modelsFolder = join(home, 'models');
const peakBytes = () => process.resourceUsage().maxRSS * 1024;

const idleBytes = peakBytes();
const checkpoint = await readCheckpointFolder(folder);
let weightsHash = '';
const hashSeconds = await secondsOf(async () => {
  weightsHash = (await hashFiles(checkpoint.weightFiles, { cacheFolder: join(modelsFolder, 'hashes') }))
    .sha256;
});
const compileSeconds = await secondsOf(() => compileFolder(modelsFolder, checkpoint, weightsHash));
process.stdout.write(JSON.stringify({ hashSeconds, compileSeconds, idleBytes, peakBytes: peakBytes() }));
