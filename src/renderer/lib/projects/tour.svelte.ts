/** The tour, a line at the foot of the start page, until somebody does not want it any more. */
const STORED = 'pairlens.tour';

class Tour {
  isDismissed = $state(localStorage.getItem(STORED) === 'dismissed');

  /** For good: it does not come back by itself. */
  dismiss(): void {
    localStorage.setItem(STORED, 'dismissed');
    this.isDismissed = true;
  }
}

export const tour = new Tour();
