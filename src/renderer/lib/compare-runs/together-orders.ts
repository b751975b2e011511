/** What runs that go together are sorted by: apart from how, since every room knows its address. */
export const TOGETHER_ORDERS = ['first', 'second', 'same'] as const;
