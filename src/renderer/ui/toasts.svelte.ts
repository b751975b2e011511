/** Short messages at the foot of the window: what was done, with Undo; what failed outside of any form. */
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
}

interface ToastOptions {
  tone?: Toast['tone'];
  detail?: string;
  action?: ToastAction;
}

/** Long enough to read it and reach Undo by keyboard. */
const LIFETIME_MS = 10_000;
const MOST = 4;

class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #nextId = 1;

  show(text: string, options: ToastOptions = {}): void {
    const toast: Toast = {
      id: this.#nextId++,
      tone: options.tone ?? 'neutral',
      text,
      detail: options.detail,
      action: options.action,
    };
    this.list = [...this.list, toast].slice(-MOST);
    // An error stays until it is read.
    if (toast.tone === 'neutral') setTimeout(() => this.dismiss(toast.id), LIFETIME_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
