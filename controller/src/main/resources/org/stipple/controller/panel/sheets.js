// What opens over the tiles: zones, presets, strokes, the session and its forms. STOP and arming stay beside it.

import { html } from './vendor/preact-htm.js';
import { Aftercare, Note } from './after.js';
import { Changing } from './change.js';
import { Earlier, EarlierList, Layers, Pigment, Plan, Target, layerOf } from './course.js';
import { Form } from './forms.js';
import { Key } from './key.js';
import { link, takeLease } from './link.js';
import { Scalp, OUTLINES } from './scalp.js';
import { doneIn, partsOf, plannedIn, presetName } from './tiles.js';
import { clock, count, number, t, told, zoneName } from './words.js';

const LEFT = ['frontal-hairline', 'temple-left', 'side-left', 'occipital'];
const RIGHT = ['mid-scalp', 'temple-right', 'side-right', 'crown'];

function ZoneKey({ zone, session, pick }) {
  const plan = plannedIn(session, zone);
  const done = doneIn(session, zone);
  return html`<${Key} id=${`zone-${zone}`} big=${zoneName(zone)} chosen=${zone === session.zone} act=${() => pick(zone)}
    small=${plan ? t('dots.part', { n: count(done), of: count(plan) }) : count(done)}>
    <span class="bar"><i style=${{ width: `${plan ? Math.min(100, (done / plan) * 100) : 0}%` }}></i></span><//>`;
}

export function Zones({ s, ask, open, close }) {
  const pick = async (zone) => (await ask('session/zone', { zone })).done && close();
  return html`<div class="sheet zones" role="dialog">
    <div class="column">${LEFT.map((zone) => html`<${ZoneKey} key=${zone} zone=${zone} session=${s.session} pick=${pick} />`)}</div>
    <div class="middle"><${Scalp} parts=${partsOf(s.session)} chosen=${s.session.zone} name="big" pick=${pick} />
      <div class="pair"><button class="key" id="scars" onClick=${() => open('scars')}>${t('zone.scars')}</button>
        <button class="key" id="back" onClick=${close}>${t('back')}</button></div></div>
    <div class="column">${RIGHT.map((zone) => html`<${ZoneKey} key=${zone} zone=${zone} session=${s.session} pick=${pick} />`)}</div>
  </div>`;
}

export function Scars({ s, ask, close }) {
  const scars = link.boot.zones.filter((zone) => !(zone in OUTLINES));
  const pick = async (zone) => (await ask('session/zone', { zone })).done && close();
  return html`<div class="sheet keys" role="dialog">
    ${scars.map((zone) => html`<${ZoneKey} key=${zone} zone=${zone} session=${s.session} pick=${pick} />`)}
    <${Key} id="back" big=${t('back')} act=${close} /></div>`;
}

const PER_PAGE = 8;

export function Presets({ s, ask, open, close, at = 0 }) {
  const fits = (preset) => preset.cartridge === s.cartridge?.type
    && (!s.session || preset.zone === s.session.zone.replace(/-\d$/, ''));
  const all = [...link.boot.presets].sort((a, b) => fits(b) - fits(a));
  const shown = all.slice(at, at + PER_PAGE);
  const more = at + PER_PAGE < all.length ? at + PER_PAGE : 0;
  return html`<div class="sheet keys" role="dialog">
    ${shown.map((preset) => html`<${Key} key=${preset.name} big=${presetName(preset.name)} off=${!fits(preset)}
      small=${t('preset.sets', { cartridge: preset.cartridge, hz: number(preset.frequencyHz), mm: number(preset.depthMm, 2) })}
      act=${async () => (await ask('preset', { name: preset.name })).done && close()} />`)}
    ${all.length > PER_PAGE && html`<${Key} id="more" big=${t('more')} act=${() => open('presets', { at: more })} />`}
    <${Key} id="back" big=${t('back')} act=${close} /></div>`;
}

const COUNTS = [1, 2, 3, 5, 10, 20];

export function Strokes({ s, ask, close }) {
  const set = async (mode, strokes = s.tapStrokes, everyS = s.tapPeriodS) =>
    (await ask('strokes', { mode, strokes, everyS })).done && close();
  const taps = s.strokeMode === 'taps';
  return html`<div class="sheet keys" role="dialog">
    <${Key} id="continuous" big=${t('mode.continuous')} small=${t('mode.press')} chosen=${s.strokeMode === 'continuous'} act=${() => set('continuous')} />
    ${COUNTS.map((n) => html`<${Key} key=${n} id=${`taps-${n}`} big=${t('mode.n', { n })} small=${t('mode.tap')}
      chosen=${taps && s.tapStrokes === n} act=${() => set('taps', n)} />`)}
    ${[1.5, 1, 0.7].map((every) => html`<${Key} key=${every} id=${`every-${every}`} big=${t('mode.n', { n: s.tapStrokes })} small=${t('mode.every', { s: number(every, 1) })}
      chosen=${s.strokeMode === 'pulsed' && s.tapPeriodS === every} act=${() => set('pulsed', s.tapStrokes, every)} />`)}
    <${Key} id="priming" big=${t('mode.priming')} small=${t('mode.priming.hint')} chosen=${s.strokeMode === 'priming'} act=${() => set('priming')} />
    <${Key} id="back" big=${t('back')} act=${close} /></div>`;
}

export function Session({ s, ask, open, close }) {
  const has = s.session !== null;
  const still = s.mode === 'disarmed';
  return html`<div class="sheet keys" role="dialog">
    ${has
      ? html`<${Key} id="zones" big=${t('zone')} small=${zoneName(s.session.zone)} act=${() => open('zones')} />
        <${Key} id="pause" big=${t(s.session.pause ? 'pause.resume' : 'pause')} small=${s.session.pause ? t('pause.for', { time: clock(s.session.pause.forS) }) : t('pause.hint')}
          act=${async () => (await (s.session.pause ? ask('session/go-on') : ask('session/pause', { why: 'break' }))).done && close()} />
        <${Key} id="close-session" big=${t('session.close')} small=${t('session.close.hint')} off=${!still} act=${() => open('summary', { closing: true })} />
        <${Key} id="plan" big=${t('plan')} small=${layerOf(s.session.plan)} act=${() => open('plan')} />
        <${Key} id="pigment" big=${t('pigment')} small=${s.session.pigment ? t('pigment.is', s.session.pigment) : t('pigment.none')} act=${() => open('pigment')} />
        <${Key} id="summary" big=${t('summary')} small=${t('summary.hint')} act=${() => open('summary')} />`
      : html`<${Key} id="open-session" big=${t('session.open')} small=${t('session.open.hint')} act=${() => open('opening')} />
        <${Key} id="follow-up" big=${t('earlier')} small=${t('earlier.hint')} act=${() => open('earlier')} />
        <${Key} id="resume-session" big=${t('session.resume')} small=${t('session.resume.hint')} act=${() => open('resuming')} />`}
    <${Key} id="cartridge" big=${t('cartridge')} off=${!still && !(has && s.cartridge)}
      small=${s.cartridge ? t('cartridge.is', { type: s.cartridge.type, lot: s.cartridge.lot }) : t('cartridge.none')} act=${() => open(has && (s.cartridge || s.session.pause?.why === 'cartridge') ? 'changing' : 'mounting')} />
    <${Key} id="strokes" big=${t('mode')} small=${t('mode.hint')} act=${() => open('strokes')} />
    <${Key} id="presets" big=${t('preset')} small=${t('preset.hint')} act=${() => open('presets')} />
    <${Key} id="gestures" big=${t('gestures')} small=${t('gestures.hint')} act=${() => open('gestures')} />
    <${Key} id="settings" big=${t('settings')} small=${t('settings.hint')} act=${() => open('settings')} />
    <${Key} id="back" big=${t('back')} act=${close} /></div>`;
}

export function Opening({ ask, open, close, client, after = '', touchUp = false }) {
  const done = async (values) => {
    const answer = await ask('session/open', {
      client: values.client ?? '', consent: values.consent ?? '', adultConfirmed: values.adult === 'yes', zone: 'frontal-hairline', after, touchUp,
    });
    if (answer.done) open('zones');
    return answer;
  };
  return html`<${Form} action=${t('session.open')} done=${done} back=${close} begin=${client ? { client } : {}} fields=${[
    { name: 'client', label: t('form.client') },
    { name: 'consent', label: t('form.consent') },
    { name: 'adult', label: t('form.adult'), kind: 'check' },
  ]} />`;
}

export function Resuming({ ask, close }) {
  const done = async (values) => {
    const answer = await ask('session/resume', { client: values.client ?? '' });
    if (answer.done) close();
    return answer;
  };
  return html`<${Form} action=${t('session.resume')} done=${done} back=${close} fields=${[{ name: 'client', label: t('form.client') }]} />`;
}

export function Mounting({ ask, open, close, next }) {
  const types = link.boot.cartridges;
  const done = async (values) => {
    const answer = await ask('cartridge/mount', {
      type: values.type ?? types[0], lot: values.lot ?? '', expires: values.expires ?? '', serial: values.serial ?? '',
    });
    if (answer.done) leave();
    return answer;
  };
  const leave = () => (next ? open(next) : close());
  return html`<${Form} action=${t('cartridge.mount')} done=${done} back=${leave} fields=${[
    { name: 'type', label: t('form.type'), kind: 'choice', choices: types },
    { name: 'lot', label: t('form.lot'), hint: t('form.scan') },
    { name: 'expires', label: t('form.expires'), hint: '2027-05' },
  ]} />`;
}

export function Summary({ s, ask, open, close, closing }) {
  const back = ['summary', { closing }];
  const session = s.session;
  if (!session) return html`<div class="sheet" role="dialog"><p>${t('session.none')}</p><button class="key" id="back" onClick=${close}>${t('back')}</button></div>`;
  const rows = Object.entries(session.zones);
  return html`<div class="sheet summary" role="dialog">
    <table><thead><tr><th>${t('zone')}</th><th>${t('summary.dots')}</th><th>${t('summary.taps')}</th><th>${t('summary.contacts')}</th><th>${t('summary.strokes')}</th><th>${t('time.on')}</th></tr></thead>
      <tbody>${rows.map(([zone, done]) => html`<tr><td>${zoneName(zone)}</td><td>${plannedIn(session, zone) ? t('dots.part', { n: count(done.dots), of: count(plannedIn(session, zone)) }) : count(done.dots)}</td><td>${count(done.taps)}</td>
        <td>${count(done.contacts)}</td><td>${count(done.strokes)}</td><td>${clock(done.needleOnS)}</td></tr>`)}</tbody></table>
    <p class="label">${t('summary.note')}</p>
    <div class="pair"><button class="key" id="back" onClick=${close}>${t('back')}</button>
      <button class="key" id="note" onClick=${() => open('note', { session: session.id, back })}>${t('note')}</button>
      <button class="key" id="aftercare" onClick=${() => open('aftercare', { session, back })}>${t('care')}</button>
      ${closing && html`<button class="key go" id="really-close" onClick=${async () => (await ask('session/close')).done && close()}>${t('session.close')}</button>`}</div>
  </div>`;
}

export function Pin({ close }) {
  const done = async (values) => {
    const answer = await takeLease(true, { role: values.role === t('role.technician') ? 'technician' : 'practitioner', pin: values.pin ?? '' });
    if (answer.done) close();
    return { ...answer, words: told(`answer.${answer.code}`, answer.words) };
  };
  return html`<${Form} action=${t('pin.enter')} done=${done} back=${close} fields=${[
    { name: 'role', label: t('pin.role'), kind: 'choice', choices: [t('role.practitioner'), t('role.technician')] },
    { name: 'pin', label: t('pin'), kind: 'secret' },
  ]} />`;
}

export function Gestures({ close }) {
  return html`<div class="sheet gestures" role="dialog">
    ${['press', 'tap', 'hold', 'release', 'stop'].map((name) => html`<p key=${name}><b>${t(`gesture.${name}`)}</b> ${t(`gesture.${name}.does`)}</p>`)}
    <button class="key" id="back" onClick=${close}>${t('back')}</button></div>`;
}

export function SettingsSheet({ choices, choose, close }) {
  return html`<div class="sheet keys" role="dialog">
    ${['en', 'de'].map((language) => html`<${Key} key=${language} id=${`language-${language}`} big=${t(`language.${language}`)}
      chosen=${choices.language === language} act=${() => choose({ language })} />`)}
    <${Key} id="hand" big=${t(`hand.${choices.hand}`)} small=${t('hand.hint')} act=${() => choose({ hand: choices.hand === 'left' ? 'right' : 'left' })} />
    <${Key} id="cue" big=${t(choices.cue ? 'cue.on' : 'cue.off')} small=${t('cue.hint')} act=${() => choose({ cue: !choices.cue })} />
    <${Key} id="back" big=${t('back')} act=${close} /></div>`;
}

const SHEETS = {
  zones: Zones, scars: Scars, presets: Presets, strokes: Strokes, session: Session, opening: Opening, resuming: Resuming,
  plan: Plan, target: Target, layers: Layers, pigment: Pigment, earlier: Earlier, 'earlier-list': EarlierList,
  note: Note, aftercare: Aftercare, mounting: Mounting, changing: Changing, summary: Summary, pin: Pin, gestures: Gestures, settings: SettingsSheet,
};

/** These are about an open session: they wait for one that has just been opened, and go with one that ends. */
const OF_A_SESSION = new Set(['zones', 'scars', 'plan', 'target', 'layers', 'pigment']);

export const sheetFor = (name, s) => (s.session || !OF_A_SESSION.has(name) ? SHEETS[name] : null);
