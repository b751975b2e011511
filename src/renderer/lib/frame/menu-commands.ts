/** What the desktop's native menu asks for. */
import type { DesktopCommand } from '../../../shared/desktop.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { frame } from './frame.svelte.ts';
import { projectOf, RAIL } from './rooms.ts';
import { focusSearch } from './shortcuts.ts';

/** Marks the button that exports what a view shows: `<Button data-export>`. */
const EXPORT = '[data-export]';

const COMMANDS: Record<DesktopCommand, () => void> = {
  'import-sentences': () => {
    const projectId = projectOf(navigation.route);
    navigation.go(
      projectId === undefined ? { room: 'projects' } : { room: 'pairs', projectId, add: 'import' },
    );
  },
  'export-results': () => {
    const button = document.querySelector<HTMLElement>(EXPORT);
    const results = RAIL.find(({ word }) => word === 'Results')?.target(navigation.route);
    if (button) button.click();
    else navigation.go(results ?? { room: 'projects' });
  },
  search: focusSearch,
  'command-palette': () => (frame.paletteOpen = !frame.paletteOpen),
  'keyboard-help': () => (frame.keysOpen = true),
};

export function runMenuCommand(command: DesktopCommand): void {
  COMMANDS[command]();
}
