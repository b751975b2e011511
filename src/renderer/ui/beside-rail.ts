/** Where menus and small panels stay: the rail, which is a way out of any screen, is not covered. */

/** px from the edges of the window; the rail is as wide as `--width-rail` in styles/tokens.css says. */
export const BESIDE_RAIL = { top: 4, right: 4, bottom: 4, left: 76 } as const;
