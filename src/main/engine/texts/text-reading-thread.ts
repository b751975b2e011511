/** The thread that reads one file of texts. */
import { serveReading } from '../imports/serve-reading.ts';
import { TEXT_FILES } from './text-files.ts';

await serveReading(TEXT_FILES);
