/** What pairs that something is noted of are sorted by: apart from how, since every room knows its address. */
export const NOTE_ORDERS = ['pair', 'original', 'why'] as const;
