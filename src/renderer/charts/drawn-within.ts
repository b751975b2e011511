/** A figure that has room in its card. */

/** px; a plot is not made narrower. */
const NARROWEST = 80;

/**
 * Draws a figure as wide as is wanted, and narrower as long as it is wider than its room; one that gets no narrower is left to
 * scroll.
 * @param room px of its card, as measured; 0 until it is
 * @param plotWidth px that its plot is wanted to take
 */
export function drawnWithin<Drawn extends { readonly width: number }>(
  room: number,
  plotWidth: number,
  draw: (plotWidth: number) => Drawn,
): { readonly figure: Drawn; readonly plotWidth: number } {
  let drawn = { figure: draw(plotWidth), plotWidth };
  let step = 0;
  while (room > 0 && drawn.figure.width > room && drawn.plotWidth > NARROWEST) {
    // Cells of whole pixels give way only after some of them.
    step = Math.max(2 * step, Math.ceil(drawn.figure.width - room));
    const narrower = Math.max(NARROWEST, Math.floor(drawn.plotWidth - step));
    const figure = draw(narrower);
    if (figure.width < drawn.figure.width) step = 0;
    drawn = { figure, plotWidth: narrower };
  }
  return drawn;
}
