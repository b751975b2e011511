/**
 * What can be done on the screen, as its buttons, menus and choices have it while they are there. The command palette offers
 * the same: one label, one handler, one reason why not.
 */
import { onMount } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

export interface Offer {
  /** As it stands on the button or in the menu: "Save as SVG". */
  readonly label: string;
  /** What it is done to, where the label does not say it: "Run 3", the title of a figure. */
  readonly of?: string | undefined;
  /** Other words that a person may look for: "export". */
  readonly also?: string | undefined;
  /** Why it cannot be done now; '' where nothing says it. */
  readonly disabled?: string | undefined;
  /** It is of one thing among others of its kind, which may have the same name. */
  readonly isOfThing?: boolean | undefined;
  readonly onselect: () => void;
}

type Offers = () => readonly Offer[];

const mounted = new SvelteSet<Offers>();

/** Called while a component is made: it offers this as long as it is there. Nothing is computed until somebody asks. */
export function offer(offers: Offers): void {
  onMount(() => {
    mounted.add(offers);
    return () => void mounted.delete(offers);
  });
}

/** All that is offered now, in the order of the screen. */
export function offered(): Offer[] {
  return [...mounted].flatMap((offers) => offers());
}

/** What pressing an element of the view does, said as the element says it. Of dialogs, and of what is not seen, nothing. */
export function offersOf(element: HTMLElement | null | undefined): Offer[] {
  if (!isInView(element)) return [];
  const label = nameOf(element);
  if (label === '') return [];
  const isDisabled = element instanceof HTMLButtonElement && element.disabled;
  return [
    {
      label,
      of: [placeOf(element, label), element.ariaPressed === 'true' ? 'on' : ''].filter(Boolean).join(' · '),
      ...(isDisabled && { disabled: element.title === label ? '' : element.title }),
      onselect: () => element.click(),
    },
  ];
}

/** Whether it is in the view or the inspector, and seen. */
export function isInView(element: HTMLElement | null | undefined): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element.closest('main, aside') !== null &&
    element.closest('[role=dialog]') === null &&
    element.checkVisibility()
  );
}

/** Its name for screen readers, as far as labels and text give it. */
function nameOf(element: HTMLElement): string {
  const text = element.getAttribute('aria-label') ?? element.textContent;
  return text.replaceAll(/\s+/gu, ' ').trim();
}

/** The name of what it stands in: "Filters", "Chosen pairs", the title of a card. */
function placeOf(element: HTMLElement, label: string): string | undefined {
  const around = element.closest(
    'main [aria-label]:not(button, a), aside [aria-label]:not(button, a), aside',
  );
  const name = around?.getAttribute('aria-label') ?? undefined;
  return name === label ? undefined : name;
}
