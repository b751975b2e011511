/** The lines of the command palette: what the rooms declare, the keys of the open view, and the frame's own actions. */
import { navigation } from '../navigation/navigation.svelte.ts';
import { slots } from '../slots/slots.svelte.ts';
import { ACTIONS } from './actions.ts';
import { type Command, type CommandGroup, commandsOf, type Section } from './answering.ts';
import { capOf, capsOf } from './keys.ts';

/** Sections that have the same heading become one group; groups come in the order of their first section. */
export function commandGroups(sections: readonly Section[]): CommandGroup[] {
  const commands = new Map<string, Command[]>([
    ['In this view', ofView()],
    ['Go to', rooms()],
    ['Do', []],
  ]);
  for (const { heading, lines } of sections) {
    const group = commands.get(heading) ?? [];
    commands.set(heading, group);
    group.push(...commandsOf(lines));
  }
  commands.get('Do')?.push(...ofFrame());
  return [...commands]
    .filter(([, group]) => group.length > 0)
    .map(([heading, group]) => ({ heading, commands: group }));
}

function rooms(): Command[] {
  return navigation.rooms.flatMap(({ rail }) => {
    if (rail === undefined || typeof rail === 'string') return [];
    const to = rail.target(navigation.here);
    return to === null ? [] : [{ text: rail.word, run: () => navigation.go(to) }];
  });
}

/** Of two keys that do the same, one is enough. */
function ofView(): Command[] {
  const byText = new Map(
    slots.keys.map(({ key, what, run }) => [what, { text: what, note: capOf(key), run }]),
  );
  return [...byText.values()];
}

function ofFrame(): Command[] {
  return ACTIONS.flatMap(({ what, key, inPalette, run }) =>
    inPalette ? [{ text: what, ...(key && { note: capsOf(key).join(' ') }), run }] : [],
  );
}
