/** Notifications of the system when a long job ends and the window is hidden: off until a person wants them. */
import type { Job } from '../../../shared/jobs.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { noticeOfEnd } from './notice-of-end.ts';

const STORED = 'pairlens.notifications';

class SystemNotices {
  /** Where the system has none, there is nothing to choose. */
  readonly canBe = 'Notification' in window;
  isOn = $state(
    'Notification' in window &&
      localStorage.getItem(STORED) === 'on' &&
      Notification.permission === 'granted',
  );
  /** When each job was first told of. */
  readonly #since = new Map<string, number>();

  /** In answer to a click: the system may ask the person. */
  async choose(isOn: boolean): Promise<void> {
    if (isOn && (await Notification.requestPermission()) !== 'granted') {
      this.isOn = false;
      toasts.show('The system does not allow notifications of Pairlens; its settings can.');
      return;
    }
    this.isOn = isOn;
    localStorage.setItem(STORED, isOn ? 'on' : 'off');
  }

  /** @param open goes to where the job is shown, when its notification is clicked */
  reported(job: Job, before: Job | undefined, open: () => void): void {
    const since = this.#since.get(job.jobId) ?? Date.now();
    this.#since.set(job.jobId, since);
    if (!this.isOn) return;
    const seconds = (Date.now() - since) / 1000;
    const notice = noticeOfEnd(job, before, { seconds, isHidden: document.hidden });
    if (notice === null) return;
    const shown = new Notification(notice.title, { body: notice.body, tag: job.jobId });
    shown.onclick = () => {
      window.focus();
      open();
    };
  }

  /** Forgets all jobs but these. */
  keep(jobIds: ReadonlySet<string>): void {
    for (const jobId of this.#since.keys()) if (!jobIds.has(jobId)) this.#since.delete(jobId);
  }
}

export const systemNotices = new SystemNotices();
