/** `npm start` without Electron: the workbench in the browser. */
import { PairlensError } from '../../shared/errors.ts';
import { printLinks } from './print-links.ts';
import { readServeOptions } from './serve-options.ts';
import { serve } from './serve.ts';

try {
  const { link, ...options } = readServeOptions(process.argv.slice(2));
  if (link) printLinks(options);
  else await serve({ ...options, linkCommand: 'npm start -- --link' });
  process.exit(0);
} catch (error) {
  if (!(error instanceof PairlensError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === 'BAD_REQUEST' ? 2 : 1);
}
