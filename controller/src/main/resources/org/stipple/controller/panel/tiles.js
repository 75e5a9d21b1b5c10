// What is read at a glance: state bar, frequency, depth, dots, zone; and the keys beside them.

import { html } from './vendor/preact-htm.js';
import { Chart } from './chart.js';
import { held } from './hold.js';
import { icons } from './icons.js';
import { Scalp } from './scalp.js';
import { clock, count, number, signed, t, told, zoneName } from './words.js';

export const DASHES = '– – –';

/** Dots of a zone, and how many are planned there; undefined = no plan. */
export const doneIn = (session, zone) => session?.zones?.[zone]?.dots ?? 0;
export const plannedIn = (session, zone) => session?.plan?.dots[zone];

/** Part of each zone that is done, 0 to 1. */
export function partsOf(session) {
  const parts = {};
  for (const zone of Object.keys(session?.zones ?? {})) {
    parts[zone] = doneIn(session, zone) / (plannedIn(session, zone) ?? 1000);
  }
  return parts;
}

export function Bar({ look, s, lost, ageS }) {
  const foot = s.pedalPressed === undefined ? 'unknown' : s.pedalPressed ? 'down' : 'up';
  return html`<header id="bar">
    <span class="state" role="status" aria-live="polite">${icons[look.icon]}${look.word}</span>
    <span class="fact" id="foot">${icons.foot}${t(`foot.${foot}`)}</span>
    ${s.estopOpen && html`<span class="fact">${icons.estop}${t('estop.open')}</span>`}
    <span class="gap"></span>
    <span class="fact" id="client">${s.session ? t('bar.client', { client: s.session.client }) : lost ? '' : t('bar.none')}</span>
    ${(s.session || lost) && html`<span class="fact clock">${icons.clock}${clock(s.session?.elapsedS)}</span>`}
    ${!lost && !s.estopOpen && html`<span class="fact" id="age">${icons.signal}${t('unit.ms', { n: number(ageS * 1000) })}</span>`}
  </header>`;
}

/** What a set value looks like: as the controller has it, or as it was asked for and not answered yet. */
function SetLine({ id, text, pending, right, knob }) {
  return html`<div class=${`set ${pending ? 'pending' : ''}`} id=${id}><i class="dash"></i>
    <span class="value">${knob && html`<span class="knob" role="img" aria-label=${t('encoder')}>↻ </span>`}${text}</span>${pending && html`<span class="wait">${t('set.pending')}</span>`}
    ${!pending && right}</div>`;
}

function deviation(s) {
  if (s.mode !== 'running' || !s.frequencyHz) return s.frequencyHz === 0 ? html`<span class="off">${t('now.rest')}</span>` : null;
  const percent = (s.frequencyHz / s.frequencySetHz - 1) * 100;
  return html`<span class=${`off ${Math.abs(percent) < 5 ? 'good' : 'far'}`}>${signed(percent, 1)} %</span>`;
}

export function Frequency({ s, fresh, wanted, notice }) {
  const pending = wanted.hz !== undefined;
  return html`<section class="tile" id="freq" aria-label=${t('now.frequency')}>
    <div class="row"><span class="label">${t('now.frequency')}</span><span class="unit">Hz</span></div>
    <div class="numeral" id="hz">${fresh && s.frequencyHz !== null ? number(s.frequencyHz, 1) : DASHES}</div>
    <${SetLine} id="hz-set" knob=${s.encoder?.turns === 'frequency'} pending=${pending} right=${fresh && deviation(s)}
      text=${t('set.hz', { n: number(pending ? wanted.hz : s.frequencySetHz, 1) })} />
    <${Chart} />
    ${notice && html`<div id="notice" class=${notice.kind} role=${notice.kind === 'refused' ? 'alert' : 'status'}>${notice.text}</div>`}
  </section>`;
}

export function Depth({ s, fresh, wanted }) {
  const pending = wanted.mm !== undefined;
  const estimated = fresh && s.depthEstimatedMm !== null && s.depthEstimatedMm !== undefined;
  return html`<section class="tile" id="depth" aria-label=${t('depth.estimated')}>
    <div class="label">${t('depth.estimated')}</div>
    <div class="row"><span class="numeral" id="mm">${estimated ? number(s.depthEstimatedMm, 2) : DASHES}</span><span class="unit">mm</span></div>
    <div class="label" id="band">${estimated
      ? t('depth.band', { from: number(s.depthEstimatedShallowestMm, 2), to: number(s.depthEstimatedDeepestMm, 2) })
      : t('depth.unknown')}</div>
    <${SetLine} id="mm-set" knob=${s.encoder?.turns === 'depth'} pending=${pending}
      text=${t('set.mm', { n: number(pending ? wanted.mm : s.depthSetMm, 2) })} />
    <div class="row label"><span>${t('depth.out')}</span><b id="out">${fresh ? number(s.protrusionMm, 2) : '–'}</b></div>
  </section>`;
}

export function Dots({ s, fresh }) {
  const zone = s.session?.zone;
  const done = doneIn(s.session, zone);
  const plan = plannedIn(s.session, zone);
  const taps = s.strokeMode === 'taps' || s.strokeMode === 'pulsed';
  return html`<section class="tile" id="dots">
    <div class="label">${t(taps ? 'dots.taps' : 'dots.contacts')}</div>
    <div class="numeral" id="done">${fresh && zone ? count(done) : '–'}</div>
    <div class="bar"><i style=${{ width: `${plan ? Math.min(100, (done / plan) * 100) : 0}%` }}></i></div>
    <div class="row label"><span>${plan ? t('dots.of', { n: count(plan) }) : t('dots.noplan')}</span>
      <b>${plan ? `${number((done / plan) * 100)} %` : ''}</b></div>
    <div class="row label"><span>${t('time.needle')}</span><b id="on">${fresh ? clock(s.session?.needleOnS ?? s.needleOnS) : '–'}</b></div>
  </section>`;
}

export function ZoneTile({ s, open }) {
  const session = s.session;
  if (!session) {
    return html`<button class="tile" id="zone" onClick=${() => open('session')}>
      <span class="label">${t('session.none')}</span><span class="name">${t('session.open')}</span>
      <${Scalp} parts=${{}} name="mini" /></button>`;
  }
  const all = Object.values(session.zones ?? {}).reduce((sum, zone) => sum + zone.dots, 0);
  return html`<button class="tile" id="zone" onClick=${() => open('zones')}>
    <span class="label">${t('zone')}</span><span class="name">${zoneName(session.zone)}</span>
    <${Scalp} parts=${partsOf(session)} chosen=${session.zone} name="mini" />
    <span class="row label"><b>${count(all)}</b><span>${t('dots.all')}</span></span></button>`;
}

/** A key that changes a set value; it goes on while it is held. */
export function Step({ id, sign, hint, label, step, off }) {
  return html`<button id=${id} class="key step" aria-label=${label} disabled=${off} ...${repeating(step)}>
    ${sign}<small>${hint}</small></button>`;
}

let repeat = 0;
function repeating(step) {
  const end = () => clearInterval(repeat);
  return {
    onPointerDown: (event) => {
      if (!event.isPrimary) return;
      step(false);
      end();
      let first = true;
      repeat = setInterval(() => {
        if (!first) step(true);
        first = false;
      }, 350);
    },
    onPointerUp: end, onPointerCancel: end, onPointerLeave: end, onBlur: end,
    onKeyDown: (event) => {
      if (event.key === 'Enter' || event.key === ' ') step(event.shiftKey);
    },
  };
}

export function StopKey({ stop }) {
  return html`<button id="stop" onPointerDown=${stop}
    onKeyDown=${(event) => (event.key === 'Enter' || event.key === ' ') && !event.repeat && stop()}>
    ${icons.stop}${t('stop')}<small>${t('stop.hint')}</small></button>`;
}

/** Arm, disarm, or reset where a fault is latched; what it is never changes under a finger that is down. */
export function ArmKey({ s, lost, mine, ask, open, takeOver }) {
  if (!lost && !mine) {
    return html`<button id="take" class="key" disabled=${s.mode !== 'disarmed'} onClick=${takeOver}>
      ${icons.eye}${t('lease.watch')}<small>${t('lease.take')}</small></button>`;
  }
  if (lost || s.mode === 'disarmed') {
    if (!lost && s.fault) {
      return html`<button id="reset" key="reset" class="key" onClick=${() => ask('reset')}>${icons.reset}${t('reset')}<small>${t('reset.hint')}</small></button>`;
    }
    if (!lost && s.session?.pause) {
      return html`<button id="go-on" key="go-on" class="key" onClick=${() => ask('session/go-on')}>
        ${icons.running}${t('pause.resume')}<small>${t('pause.arms_not')}</small></button>`;
    }
    const off = lost || (s.armingRefusal !== null && s.armingRefusal !== undefined);
    return html`<button id="arm" key="arm" class="key" disabled=${off} ...${held(() => ask('arm'))}>
      ${icons.armed}${t('arm')}<small>${t('arm.hint')}</small></button>`;
  }
  return html`<button id="disarm" key="disarm" class="key" onClick=${() => ask('disarm')}>
    ${icons.safe}${t('disarm')}<small>${t('disarm.hint')}</small></button>`;
}

export function ModeKey({ s, off, open }) {
  const taps = s.strokeMode === 'taps' || s.strokeMode === 'pulsed';
  const big = taps ? t('mode.n', { n: s.tapStrokes }) : t(`mode.${s.strokeMode ?? 'continuous'}`);
  const small = s.strokeMode === 'pulsed' ? t('mode.every', { s: number(s.tapPeriodS, 1) }) : taps ? t('mode.tap') : t('mode.press');
  return html`<button id="mode" class="key" disabled=${off} onClick=${() => open('strokes')}><b>${big}</b><small>${small}</small></button>`;
}

export const presetName = (name) => (name ? told(`preset.${name}`, name.replaceAll('-', ' ')) : t('preset.none'));

export function PresetKey({ s, off, open }) {
  return html`<button id="preset" class="key wide" disabled=${off} onClick=${() => open('presets')}>
    <b>${s.cartridge ? `${s.cartridge.type} · ${t(`skin.${s.skin}`)}` : t('cartridge.none')}</b><small>${t('preset')}</small></button>`;
}

export function MenuKey({ off, open }) {
  return html`<button id="menu" class="key wide" disabled=${off} onClick=${() => open('session')}>
    <b>${t('menu')}</b><small>${t('menu.hint')}</small></button>`;
}
