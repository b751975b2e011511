// Must come first: it removes the access token from the address.
import './lib/engine/client.ts';
import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import App from './App.svelte';
import { canvasTextWidth } from './charts/canvas-text-width.ts';
import { measureTextWith } from '../core/figures/text-width.ts';
import { followInput } from './ui/means-of-input.ts';
import { isGivenUp, isNotOurs } from './lib/errors/not-ours.ts';
import { navigation } from './lib/navigation/navigation.svelte.ts';
import { ROOMS } from './rooms.ts';
import { showError } from './lib/engine/server-state.ts';

window.addEventListener('unhandledrejection', ({ reason }) => {
  if (!isGivenUp(reason)) showError(reason);
});
window.addEventListener('error', (event) => {
  if (!isNotOurs(event)) showError(event.error ?? event.message);
});

followInput(document.documentElement);
measureTextWith(canvasTextWidth());
// A canvas measures at once, in whatever font is there: signs of whitespace have theirs before a figure asks.
void document.fonts.load('12px "Inter Variable"', '␣').catch(showError);
navigation.start(ROOMS);

const target = document.getElementById('app');
if (target === null) throw new Error('index.html lacks #app');
mount(App, { target });
