/** What a menu offers of the numbers behind a figure or a table: saved as CSV, or copied. */
import { copyText } from '../../ui/clipboard.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { showError } from '../engine/server-state.ts';
import { CSV, saveFile } from './save-file.ts';

/** The text of a CSV file. */
export type Numbers = () => string | Promise<string>;

/** As what a person chose in a menu: what goes wrong is shown. */
export const chosen = (act: () => Promise<void>) => (): void => {
  act().catch(showError);
};

/** @param fileName without extension */
export function saveNumbers(csv: Numbers, fileName: string) {
  return {
    label: 'Save numbers as CSV',
    onselect: chosen(async () => saveFile(new Blob([await csv()], { type: CSV }), `${fileName}.csv`)),
  };
}

export function copyNumbers(csv: Numbers) {
  return {
    label: 'Copy numbers',
    onselect: chosen(async () => {
      await copyText(await csv());
      toasts.show('Numbers copied');
    }),
  };
}
