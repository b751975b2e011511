/** Rules of ESLint that oxlint does not have itself, for `.oxlintrc.json`. */
import { builtinRules } from 'eslint/use-at-your-own-risk';

const NAMES = ['no-restricted-syntax', 'no-useless-assignment'];

export default {
  meta: { name: 'eslint-js' },
  rules: Object.fromEntries(NAMES.map((name) => [name, builtinRules.get(name)])),
};
