/**
 * The superuser may write where nobody may. Tests of what is read-only run a program without that right: on Linux the
 * superuser gives it up (CAP_DAC_OVERRIDE, by util-linux' setpriv); everybody else never had it.
 *
 * @returns the program and its arguments, to be spawned
 */
export function underPermissions(program: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [program, [...args]];
  return ['setpriv', ['--bounding-set', '-dac_override,-dac_read_search', program, ...args]];
}
