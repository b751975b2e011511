/** What of the frame is open. */
class Frame {
  paletteOpen = $state(false);
  keysOpen = $state(false);
}

export const frame = new Frame();
