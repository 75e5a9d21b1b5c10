// Another cartridge in mid-session, step by step. Where it stands is what the machine says: it may be left
// and come back to, by any page.

import { html } from './vendor/preact-htm.js';
import { Key } from './key.js';
import { t } from './words.js';

/** How far a change is: each step {id, done, able, act}. */
function stepsOf(s, ask, open, close) {
  const pause = s.session?.pause;
  const still = pause?.why === 'cartridge' && s.mode === 'disarmed' && s.parked;
  const out = still && (pause.cartridgeOut || s.cartridge === null);
  const fitted = out && s.cartridge !== null;
  return [
    { id: 'park', done: still, able: !pause, act: () => ask('session/pause', { why: 'cartridge' }) },
    { id: 'out', done: out, able: still && !out, act: () => ask('cartridge/remove') },
    { id: 'in', done: fitted, able: out && !fitted, act: () => open('mounting', { next: 'changing' }) },
    { id: 'resume', done: false, able: still && s.cartridge !== null, act: async () => (await ask('session/go-on')).done && close() },
  ];
}

export function Changing({ s, ask, open, close }) {
  const steps = stepsOf(s, ask, open, close);
  return html`<div class="sheet keys" role="dialog">
    ${steps.map(({ id, done, able, act }, i) => html`<${Key} key=${id} id=${`change-${id}`} off=${!able} chosen=${able}
      big=${`${done ? '✓' : `${i + 1}.`} ${t(`change.${id}`)}`} small=${done ? t('change.done') : t(`change.${id}.hint`)} act=${act} />`)}
    <${Key} id="back" big=${t('back')} small=${s.session?.pause ? t('change.leave') : ''} act=${close} /></div>`;
}
