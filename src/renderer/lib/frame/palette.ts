/**
 * The lines of the command palette: what the rooms declare, the keys, buttons and menus of the open view, the jobs, and the
 * frame's own actions.
 */
import { dialogs } from '../../ui/dialogs.svelte.ts';
import { offered, type Offer } from '../../ui/offers.svelte.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { slots } from '../slots/slots.svelte.ts';
import { ACTIONS } from './actions.ts';
import { type Command, type CommandGroup, commandsOf, listedName, type Section } from './answering.ts';
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
  commands.set('In this view', withoutTwins(commands));
  return [...commands]
    .filter(([, group]) => group.length > 0)
    .map(([heading, group]) => ({ heading, commands: group }));
}

/** What the view does without what a room or the frame offers under the same name everywhere. */
function withoutTwins(groups: ReadonlyMap<string, readonly Command[]>): Command[] {
  const elsewhere = new Set(
    [...groups].flatMap(([heading, group]) =>
      heading === 'In this view' ? [] : group.map(({ text }) => text.toLowerCase()),
    ),
  );
  return (groups.get('In this view') ?? []).filter(
    ({ text, onTyping = false }) => !onTyping || !elsewhere.has(text.toLowerCase()),
  );
}

function rooms(): Command[] {
  return navigation.rooms.flatMap(({ rail }) => {
    if (rail === undefined || typeof rail === 'string') return [];
    const to = rail.target(navigation.here);
    return to === null ? [] : [{ text: rail.word, run: () => navigation.go(to) }];
  });
}

/** Of two that say the same, one is enough; nothing of a view that a dialog lies over. */
function ofView(): Command[] {
  if (dialogs.isOpen) return [];
  const ofKeys = new Set<string>();
  const keys = slots.keys.flatMap(({ key, what, run }) => {
    if (run === undefined || ofKeys.has(what)) return [];
    ofKeys.add(what);
    return [{ text: what, note: capOf(key), run }];
  });
  const taken = new Set<string>();
  const others = offered().flatMap((offer) => {
    const command = commandOf(offer);
    if (ofKeys.has(command.text)) return [];
    const start = `${command.text} · `;
    const name = listedName(start + (command.note ?? ''), taken, offer.isOfThing ?? false);
    if (name === null) return [];
    taken.add(name);
    const note = name.slice(start.length);
    return [note === '' ? command : { ...command, note }];
  });
  return [...keys, ...others];
}

/** What it is done to, and why it cannot be, stand beside what is done. */
function commandOf({ label, of, also, disabled, onselect }: Offer): Command {
  const note = [of ?? '', disabled ?? ''].filter((part) => part !== '').join(' · ');
  return {
    text: label,
    ...(note !== '' && { note }),
    also,
    isDisabled: disabled !== undefined,
    onTyping: true,
    run: onselect,
  };
}

function ofFrame(): Command[] {
  return ACTIONS.flatMap(({ what, key, inPalette, run }) =>
    inPalette ? [{ text: what, ...(key && { note: capsOf(key).join(' ') }), run }] : [],
  );
}
