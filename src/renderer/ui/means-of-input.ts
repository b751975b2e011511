/**
 * Whether a person works by pointer or by keys, for the rings of focus (base.css). `:focus-visible` alone takes Escape for work by keys:
 * a menu that was opened and left by the mouse but for this key would leave a ring on its button.
 */

/** Keys that move nothing: whoever presses them may have the hand on the mouse. */
const ASIDE: ReadonlySet<string> = new Set(['Escape', 'Shift', 'Control', 'Alt', 'Meta']);

export function followInput(root: HTMLElement): void {
  const { dataset } = root;
  root.ownerDocument.addEventListener('pointerdown', () => (dataset['input'] = 'pointer'), { capture: true });
  root.ownerDocument.addEventListener(
    'keydown',
    ({ key }) => {
      if (!ASIDE.has(key)) dataset['input'] = 'keys';
    },
    { capture: true },
  );
}
