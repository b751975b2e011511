/** The thread that reads one file of pairs. */
import { serveReading } from '../imports/serve-reading.ts';
import { PAIR_FILES } from './pair-files.ts';

await serveReading(PAIR_FILES);
