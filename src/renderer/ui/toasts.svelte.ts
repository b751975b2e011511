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
}

interface ToastOptions {
  tone?: Toast['tone'];
  detail?: string;
  action?: ToastAction;
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
    const { tone = 'neutral', detail, action } = options;
    const said = this.list.find((one) => one.tone === tone && one.text === text && one.detail === detail);
    const toast: Toast = { id: this.#nextId++, tone, text, detail, action, times: (said?.times ?? 0) + 1 };
    this.list = [...this.list.filter((one) => one !== said), toast].slice(-MOST);
    // An error stays until it is read, or the person has gone elsewhere.
    if (tone === 'error') return toast.id;
    const lifetime = toast.action === undefined ? LIFETIME_MS : LIFETIME_WITH_ACTION_MS;
    setTimeout(() => this.dismiss(toast.id), lifetime);
    return toast.id;
  }

  /** The person has come to another place: what went wrong at the last one is past. What can be undone still can. */
  leave(): void {
    this.list = this.list.filter(({ tone }) => tone !== 'error');
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
