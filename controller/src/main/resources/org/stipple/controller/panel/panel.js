// The practitioner's panel: shows the latest state, asks for orders. It decides nothing: every key is a
// request that the controller may refuse, and says why.

import { html, render } from './vendor/preact-htm.js';
import { Alarm, alarmsOf } from './alarm.js';
import { trace } from './chart.js';
import { LOST_MS, STALE_MS, connect, link, mine, order, painted, stop, takeLease } from './link.js';
import { sheetFor } from './sheets.js';
import { ArmKey, Bar, Depth, Dots, Frequency, MenuKey, ModeKey, PresetKey, Step, StopKey, ZoneTile } from './tiles.js';
import { clock, number, speak, t, told } from './words.js';

const SAID_MS = 4000;
const CLOCK_MS = 50; // ages and timers move on so often though nothing came
const BLANK_MS = 10 * 60_000; // so long untouched and disarmed, and the screen goes dark
const WAKE_GUARD_MS = 400; // so long after it woke nothing is touched

const ui = { sheet: null, given: {}, said: null, wanted: {}, choices: remembered() };
let dirty = true;
let paintedAt = 0;
let touchedAt = performance.now();
let guardedUntil = 0;
let blank = false;
let dotsHeard = null;

function remembered() {
  const asked = new URLSearchParams(location.search).get('lang');
  const kept = JSON.parse(localStorage.getItem('choices') ?? '{}');
  return { language: 'en', hand: 'right', cue: false, ...kept, ...(asked && { language: asked }) };
}

// --- Asking ---------------------------------------------------------------------------------------

function say(text, kind) {
  ui.said = text ? { text, kind, until: performance.now() + SAID_MS } : null;
  dirty = true;
}

async function ask(name, given) {
  const answer = await order(name, given);
  if (answer.silent) say(t('said.silent'), 'refused');
  else say(told(`answer.${answer.code}`, answer.words), answer.done ? 'done' : 'refused');
  return answer;
}

/** Asks for a value that is set; it is shown as pending until the controller answers. */
async function setTo(kind, name, value) {
  ui.wanted[kind] = value;
  dirty = true;
  const answer = await order(name, { [kind]: value });
  if (ui.wanted[kind] === value) delete ui.wanted[kind];
  if (answer.silent) say(t('said.unset'), 'refused');
  else if (!answer.done) say(told(`answer.${answer.code}`, answer.words), 'refused');
  dirty = true;
}

function step(kind, by) {
  const { state } = link;
  if (!state) return;
  const [name, now, low, high, digits] = kind === 'hz'
    ? ['frequency', ui.wanted.hz ?? state.frequencySetHz, state.limits.frequencyHzMin, state.limits.frequencyHzMax, 1]
    : ['depth', ui.wanted.mm ?? state.depthSetMm, state.limits.depthMmMin, state.limits.depthMmMax, 2];
  const next = Number(Math.min(high, Math.max(low, now + by)).toFixed(digits));
  if (next === now) say(t('said.limit', { from: number(low, digits), to: number(high, digits) }), 'refused');
  else setTo(kind, name, next);
}

function open(sheet, given = {}) {
  ui.sheet = sheet;
  ui.given = given;
  dirty = true;
}
const close = () => open(null);

async function choose(choice) {
  ui.choices = { ...ui.choices, ...choice };
  localStorage.setItem('choices', JSON.stringify(ui.choices));
  if (choice.language) await speak(choice.language);
  dirty = true;
}

// --- Showing --------------------------------------------------------------------------------------

function lookOf(s, lost, alarms) {
  if (lost) return { name: 'lost', icon: 'lost', word: t('state.lost') };
  if (s.fault && s.fault !== 'started') return { name: 'fault', icon: 'fault', word: t('state.fault') };
  switch (s.mode) {
    case 'running': return { name: 'running', icon: 'running', word: t('state.running') };
    case 'armed': return { name: 'armed', icon: 'armed', word: t('state.armed') };
    case 'disarmed': if (s.session?.pause) return { name: 'safe paused', icon: 'safe', word: t('state.paused') };
      return { name: 'safe', icon: 'safe', word: t('state.safe') };
    default: return { name: 'busy', icon: 'busy', word: t(`state.${s.mode}`) };
  }
}

/** What stands in the way, said where it is looked for. */
function noticeOf(s, lost) {
  if (ui.said && ui.said.until > performance.now()) return ui.said;
  if (lost) return null;
  if (!mine()) return { kind: 'block', text: t('lease.elsewhere') };
  if (s.selfTest) return { kind: 'block', text: t(`selftest.${s.selfTest}`) };
  if (s.interlock) return { kind: 'block', text: t(`interlock.${s.interlock}`) };
  if (s.fault === 'started') return { kind: 'block', text: t('notice.started') };
  if (s.session?.pause) return { kind: 'block', text: t(`notice.paused.${s.session.pause.why}`, { time: clock(s.session.pause.forS) }) };
  if (s.mode === 'disarmed' && s.armingRefusal) {
    return { kind: 'block', text: !s.session && !s.bench ? t('notice.nosession') : !s.cartridge && !s.bench ? t('notice.nocartridge') : s.armingRefusal };
  }
  return null;
}

function App() {
  const now = performance.now();
  const ageMs = now - link.heardAt;
  const lost = link.state === null || ageMs > LOST_MS;
  const s = lost ? {} : link.state;
  const fresh = !lost && now - link.ticked < STALE_MS;
  const tached = fresh && now - link.tached < STALE_MS;
  const alarms = lost ? [] : alarmsOf(s);
  const look = lookOf(s, lost, alarms);
  const able = !lost && mine();
  const Sheet = !lost && link.boot && ui.sheet ? sheetFor(ui.sheet, s) : null;
  return html`<main id="app" class=${look.name} data-hand=${ui.choices.hand}>
    <${Bar} look=${look} s=${s} lost=${lost} ageS=${ageMs / 1000} />
    <div id="left">${alarms.length > 0
      ? html`<${Alarm} alarms=${alarms} mine=${able} ask=${ask} open=${open} />`
      : html`<${ZoneTile} s=${s} open=${open} /><${MenuKey} off=${lost} open=${open} /><${PresetKey} s=${s} off=${lost} open=${open} />`}</div>
    <${Frequency} s=${s} fresh=${tached} wanted=${ui.wanted} notice=${noticeOf(s, lost)} />
    <div id="right"><${Depth} s=${s} fresh=${fresh} wanted=${ui.wanted} /><${Dots} s=${s} fresh=${fresh} /></div>
    <div class="pair hz">
      <${Step} id="hz-down" sign="−" hint=${t('unit.hz', { n: 1 })} label=${t('step.hz.down')} off=${!able} step=${(far) => step('hz', far ? -5 : -1)} />
      <${Step} id="hz-up" sign="+" hint=${t('unit.hz', { n: 1 })} label=${t('step.hz.up')} off=${!able} step=${(far) => step('hz', far ? 5 : 1)} /></div>
    <div class="pair mm">
      <${Step} id="mm-down" sign="−" hint=${number(0.05, 2)} label=${t('step.mm.down')} off=${!able} step=${() => step('mm', -0.05)} />
      <${Step} id="mm-up" sign="+" hint=${number(0.05, 2)} label=${t('step.mm.up')} off=${!able} step=${() => step('mm', 0.05)} /></div>
    <div id="act"><${StopKey} stop=${stop} />
      <${ArmKey} s=${s} lost=${lost} mine=${mine()} ask=${ask} open=${open} takeOver=${() => takeOver()} />
      <${ModeKey} s=${s} off=${!able} open=${open} /></div>
    ${Sheet && html`<${Sheet} key=${ui.sheet} s=${s} ask=${ask} open=${open} close=${close} choices=${ui.choices} choose=${choose} ...${ui.given} />`}
    ${lost && html`<div id="lost" role="alert"><h1>${Number.isFinite(link.heardAt) ? t('lost.title', { s: number(ageMs / 1000, 1) }) : t('lost.first')}</h1><p>${t('lost.text')}</p></div>`}
    ${blank && html`<div id="blank"></div>`}
  </main>`;
}

async function takeOver() {
  if (link.boot.pin.practitioner) {
    open('pin');
    return;
  }
  const answer = await takeLease(true);
  say(answer.done ? t('lease.taken') : t('lease.refused'), answer.done ? 'done' : 'refused');
}

function frame() {
  const now = performance.now();
  mayGoDark(now);
  if (dirty || now - paintedAt > CLOCK_MS) {
    dirty = false;
    paintedAt = now;
    render(html`<${App} />`, document.body);
    requestAnimationFrame(painted);
  }
  requestAnimationFrame(frame);
}

function took() {
  const { state } = link;
  const now = performance.now();
  if (state === null) trace.clear();
  else {
    trace.add(now, state.frequencySetHz, now - link.tached < STALE_MS ? state.frequencyHz : null);
    cue(state);
    knob(state.encoder);
  }
  dirty = true;
}

/** What the hand at the encoder did is said here, where the eye is. */
let gestures = null;
function knob(encoder) {
  if (encoder && gestures !== null && encoder.gestures !== gestures) {
    if (encoder.refusal) say(encoder.refusal, 'refused');
    else if (encoder.atLimit) say(t('encoder.limit'), 'refused');
    else say(t(`encoder.${encoder.turns}`), 'done');
  }
  gestures = encoder?.gestures ?? null;
}

// --- A sound for each dot, for those who want it --------------------------------------------------

let sound = null;
function cue(state) {
  const dots = state.taps + state.contacts;
  if (ui.choices.cue && dotsHeard !== null && dots > dotsHeard) {
    sound ??= new AudioContext();
    const tone = sound.createOscillator();
    const gain = sound.createGain();
    gain.gain.value = 0.08;
    tone.frequency.value = 1200;
    tone.connect(gain).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.03);
  }
  dotsHeard = dots;
}

// --- A dark screen, and the touch that wakes it ---------------------------------------------------

function mayGoDark(now) {
  const { state } = link;
  const rests = state !== null && state.mode === 'disarmed' && !state.alarm;
  if (!rests) touchedAt = now;
  const dark = now - touchedAt > BLANK_MS;
  if (dark !== blank) {
    blank = dark;
    dirty = true;
  }
}

function touch(event) {
  const now = performance.now();
  touchedAt = now;
  if (blank) {
    blank = false;
    guardedUntil = now + WAKE_GUARD_MS;
    dirty = true;
  }
  if (now < guardedUntil) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
for (const name of ['pointerdown', 'pointerup', 'click', 'keydown', 'keyup']) window.addEventListener(name, touch, { capture: true, passive: false });
window.addEventListener('contextmenu', (event) => event.preventDefault());

speak(ui.choices.language).then(() => {
  connect(took);
  requestAnimationFrame(frame);
});
