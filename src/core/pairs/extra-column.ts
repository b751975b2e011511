/** What a pair has in another column of its file; null where it has nothing. A column may have any name, 'constructor' too. */
export function extraOf(
  extras: Readonly<Record<string, string>> | null | undefined,
  column: string,
): string | null {
  return extras != null && Object.hasOwn(extras, column) ? (extras[column] ?? null) : null;
}
