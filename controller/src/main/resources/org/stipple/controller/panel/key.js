// A wide key of a sheet: what it does in large letters, a hint below.

import { html } from './vendor/preact-htm.js';

export function Key({ id, big, small, chosen, off, act, children }) {
  return html`<button id=${id} class=${`key wide ${chosen ? 'chosen' : ''}`} disabled=${off} onClick=${act}>
    <b>${big}</b>${small && html`<small>${small}</small>`}${children}</button>`;
}
