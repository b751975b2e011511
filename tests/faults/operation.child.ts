/**
 * Performs the operation named second in the workspace below the folder named first. Says `begun` when it begins, and at
 * its end how it went: `done`, or the code of the error.
 */
import { errorRecord } from '../../src/shared/errors.ts';
import { operation } from './operations.ts';

const [, , home = '', name = ''] = process.argv;
const say = (word: string) => process.stdout.write(`${word}\n`);
try {
  await operation(name).perform(home, () => say('begun'));
  say('done');
} catch (error) {
  const { code, message } = errorRecord(error);
  process.stderr.write(`${message}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`);
  say(code);
}
