/** Short messages at the foot of the window: what was done (with Undo), and errors that belong to no form. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'neutral' | 'error';
  readonly text: string;
  readonly detail: string | undefined;
  readonly action: ToastAction | undefined;
  /** How often it was said while it was there. */
  readonly times: number;
  /** It stays with a person who goes elsewhere: what can be undone there too, and what is said of the place to come. */
  readonly goesAlong: boolean;
}

interface ToastOptions {
  tone?: Toast['tone'];
  detail?: string;
  action?: ToastAction;
  goesAlong?: boolean;
  /** The id of a message that this one replaces. */
  instead?: number;
}

const LIFETIME_MS = 4_000;
/** Long enough to reach Undo by keyboard. */
const LIFETIME_WITH_ACTION_MS = 12_000;
const MOST = 4;

class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #nextId = 1;

  /** The id by which it can be dismissed. */
  show(text: string, options: ToastOptions = {}): number {
    const { tone = 'neutral', detail, action, goesAlong = false, instead } = options;
    if (instead !== undefined) this.dismiss(instead);
    const said = this.list.find((one) => one.tone === tone && one.text === text && one.detail === detail);
    const times = (said?.times ?? 0) + 1;
    const toast: Toast = { id: this.#nextId++, tone, text, detail, action, times, goesAlong };
    this.list = [...this.list.filter((one) => one !== said), toast].slice(-MOST);
    // An error stays until it is read, or the person has gone elsewhere.
    if (tone === 'error') return toast.id;
    const lifetime = toast.action === undefined ? LIFETIME_MS : LIFETIME_WITH_ACTION_MS;
    setTimeout(() => this.dismiss(toast.id), lifetime);
    return toast.id;
  }

  /** The person has come to another place: what was done, came to an end or went wrong at the last one is past. */
  leave(): void {
    this.list = this.list.filter(({ goesAlong }) => goesAlong);
  }

  /** A dialog opens, which they would lie on: what is only said goes, errors and what can still be undone stay. */
  makeRoom(): void {
    this.list = this.list.filter(({ tone, goesAlong }) => tone === 'error' || goesAlong);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
