/** Does what a person chose in the desktop's native menu. */
import type { DesktopCommand } from '../../../shared/desktop.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { backUpWorkspace } from '../workspace/back-up.ts';
import { runTarget } from '../runs/run-target.ts';
import { frame } from './frame.svelte.ts';
import { OPEN_PALETTE } from './actions.ts';
import { focusSearch } from './search.ts';

/** Marks the button that exports what a view shows: `<Button data-export>`. */
const EXPORT = '[data-export]';

const COMMANDS: Record<DesktopCommand, () => void> = {
  'import-sentences': () => {
    const { projectId } = navigation.here;
    navigation.go(
      projectId === undefined ? { room: 'projects' } : { room: 'pairs', projectId, add: 'import' },
    );
  },
  'export-results': () => {
    const button = document.querySelector<HTMLElement>(EXPORT);
    if (button) button.click();
    else navigation.go(runTarget('results', navigation.here) ?? { room: 'projects' });
  },
  'back-up': () => void backUpWorkspace(),
  search: focusSearch,
  'command-palette': OPEN_PALETTE.run,
  'keyboard-help': () => (frame.keysOpen = true),
};

export function runMenuCommand(command: DesktopCommand): void {
  COMMANDS[command]();
}
