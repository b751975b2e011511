/**
 * To be imported before the linter's Svelte parser. With this the linter reads the types of all components once; without
 * it, it makes all types anew for each, which takes six times as long.
 */
process.env['SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK'] ??= '1';
