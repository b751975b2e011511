/** Which of the frame's dialogs are open. */
class Frame {
  paletteOpen = $state(false);
  keysOpen = $state(false);
}

export const frame = new Frame();
