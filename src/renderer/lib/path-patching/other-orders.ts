/** What other senders are sorted by: apart from how, since every room knows its address. */
export const OTHER_ORDERS = ['from', 'share', 'q'] as const;
