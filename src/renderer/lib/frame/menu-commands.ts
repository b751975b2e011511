/** Does what a person chose in the desktop's native menu. */
import type { DesktopCommand } from '../../../shared/desktop.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { backUpWorkspace } from '../workspace/back-up.ts';
import { runTarget } from '../runs/run-target.ts';
import { frame } from './frame.svelte.ts';
import { OPEN_PALETTE } from './actions.ts';
import { focusSearch } from './search.ts';

/** Marks what exports what a view shows, a menu: `<Menu marker="export">`. */
const EXPORT = '[data-marker="export"]';

const COMMANDS: Record<DesktopCommand, () => void> = {
  'import-sentences': () => {
    const { projectId } = navigation.here;
    navigation.go(
      projectId === undefined ? { room: 'projects' } : { room: 'pairs', projectId, add: 'import' },
    );
  },
  'export-results': () => {
    const button = document.querySelector<HTMLElement>(EXPORT);
    if (button) openMenu(button);
    else navigation.go(runTarget('results', navigation.here) ?? { room: 'projects' });
  },
  'back-up': () => void backUpWorkspace(),
  search: focusSearch,
  'command-palette': OPEN_PALETTE.run,
  'keyboard-help': () => (frame.keysOpen = true),
};

/** As the keyboard does it: such a menu opens when it is pressed, and a click is only what follows. */
function openMenu(trigger: HTMLElement): void {
  trigger.focus();
  trigger.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
}

export function runMenuCommand(command: DesktopCommand): void {
  COMMANDS[command]();
}
