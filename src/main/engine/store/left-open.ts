/** What a process that was killed leaves of a workspace: its file, and the log of what was written last. */
import { existsSync, realpathSync } from 'node:fs';

export function isLeftOpen(path: string, hasWriter: boolean): boolean {
  return !hasWriter && existsSync(`${realpathSync(path)}-wal`);
}

/** Without a full stop. */
export function leftOpenWords(path: string): string {
  return (
    `${path} was left open by a process that is gone: until it is next opened for writing it is several files ` +
    `(${path}-wal beside it), to be copied by \`pairlens backup\` and not one by one`
  );
}
