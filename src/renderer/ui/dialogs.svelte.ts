/** Dialogs that lie over the view: while there is one, nothing of the view can be done, neither by a key nor from the palette. */
class Dialogs {
  #open = $state(0);

  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** @returns says that it is closed */
  opened(): () => void {
    this.#open++;
    return () => void this.#open--;
  }
}

export const dialogs = new Dialogs();
