/** The components, which oxlint does not read whole; it has everything else, by `.oxlintrc.json` (docs/decisions/0170). */
import './scripts/lint-environment.ts';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const ignored = [
  'out/**',
  'dist/**',
  'demo-out/**',
  'test-results/**',
  'playwright-report/**',
  'src/core/onnx/generated/**',
  'tests/fixtures/**/*.{json,js}',
];

const COMPONENTS = ['**/*.svelte', '**/*.svelte.ts'];

export default defineConfig(
  { ignores: ignored },
  {
    files: COMPONENTS,
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked, svelte.configs.recommended],
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // What an interface calls asynchronous may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ObjectExpression > SpreadElement > ObjectExpression',
          message: 'the fields of a literal stand plainly where they belong',
        },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    // The linter sees a component that another one imports as `any`; svelte-check knows its props, and checks them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
