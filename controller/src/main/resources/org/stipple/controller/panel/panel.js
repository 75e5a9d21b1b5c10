// The practitioner's panel: shows the latest status, asks for commands. It decides nothing: every
// button is a request that the controller may refuse, and says why.

import { Chart } from './chart.js';

const STALE_MS = 600; // values whose sample number stands are dashes
const LOST_MS = 700; // no message at all: the overlay
const HOLD_MS = 1000;
const SAID_MS = 4000;

const $ = (id) => document.getElementById(id);
const chart = new Chart($('chart'));
let boot = null; // {boot, token, limits, zones} of the controller's present life
let status = null;
let heardAt = -Infinity; // last message
let movedAt = -Infinity; // last time the sample number grew
let wanted = { hz: null, mm: null }; // set values on their way

// --- Talking to the controller -------------------------------------------------------------------

async function fetchBoot() {
  const response = await fetch('boot', { cache: 'no-store' });
  boot = await response.json();
  $('fZone').replaceChildren(...boot.zones.map((zone) => new Option(zone.replaceAll('-', ' '), zone)));
  $('fCartridge').replaceChildren(...boot.cartridges.map((type) => new Option(type, type)));
}

function connect() {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`);
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = () => setTimeout(connect, 500);
}

async function take(message) {
  if (boot === null || message.boot !== boot.boot) {
    // Another life of the controller: nothing of the old one may stay on the screen.
    status = null;
    wanted = { hz: null, mm: null };
    chart.clear();
    await fetchBoot();
    if (message.boot !== boot.boot) return;
  }
  const now = performance.now();
  heardAt = now;
  if (status === null || message.status.seq !== status.seq) movedAt = now;
  status = message.status;
  const fresh = now - movedAt < STALE_MS;
  chart.add(now, fresh ? number(status.frequencySetHz) : NaN, fresh ? number(status.frequencyHz) : NaN);
}

async function ask(path, body) {
  try {
    const response = await fetch(`api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Stipple-Token': boot?.token ?? '' },
      body: JSON.stringify(body ?? {}),
    });
    const answer = await response.json();
    say(answer.words, !answer.done);
    return answer;
  } catch {
    say('the controller did not answer', true);
    return { done: false, words: 'the controller did not answer' };
  }
}

let saidTimer = 0;
function say(words, refused) {
  $('said').textContent = words;
  $('said').classList.toggle('refused', refused);
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => $('said').replaceChildren(), SAID_MS);
}

// --- Showing --------------------------------------------------------------------------------------

const number = (value) => (value === null || value === undefined ? NaN : value);
const fixed = (value, digits, unit = '') =>
  Number.isFinite(number(value)) ? value.toFixed(digits) + unit : '–';
const words = (text) => (text ?? '–').replaceAll(/[-_]/g, ' ');
const clock = (seconds) => {
  const s = Math.floor(seconds);
  return `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`;
};

function stateOf() {
  const now = performance.now();
  if (status === null || now - heardAt > LOST_MS) return ['lost', 'NO DATA'];
  if (status.fault !== null) return ['fault', 'STOPPED'];
  switch (status.mode) {
    case 'running': return ['running', 'RUNNING'];
    case 'armed': return ['armed', 'ARMED'];
    case 'disarmed': return ['safe', 'SAFE'];
    case 'testing': return ['busy', 'SELF-TEST'];
    default: return ['busy', status.mode.toUpperCase()];
  }
}

function show() {
  const now = performance.now();
  const [state, word] = stateOf();
  const lost = state === 'lost';
  const fresh = !lost && now - movedAt < STALE_MS;
  $('app').dataset.state = state;
  $('state').textContent = word;
  $('lostWord').textContent = Number.isFinite(heardAt)
    ? `No data for ${((now - heardAt) / 1000).toFixed(1)} s` : 'Waiting for the controller';
  const s = fresh ? status : {};
  showBar(s, lost);
  showNumbers(s, fresh);
  showNotice(lost);
  showButtons(lost);
  chart.draw(now);
  requestAnimationFrame(show);
}

function showBar(s, lost) {
  $('pedal').textContent = s.pedalPressed === undefined ? 'Foot unknown' : s.pedalPressed ? 'Foot down' : 'Foot up';
  $('estop').textContent = s.estopOpen ? 'E-STOP OPEN' : '';
  const session = lost ? null : status.session;
  $('client').textContent = session ? `Client ${session.client}` : lost ? '' : 'No session';
  $('elapsed').textContent = session ? clock(session.elapsedS) : '';
  $('link').textContent = lost ? '' : `board ${words(status.link)}`;
}

function showNumbers(s, fresh) {
  $('hz').textContent = fresh ? fixed(s.frequencyHz, 1) : '– – –';
  $('hz').classList.toggle('stale', !fresh);
  $('mm').textContent = fresh ? fixed(s.protrusionMm, 2) : '– – –';
  $('mm').classList.toggle('stale', !fresh);
  $('mm').classList.toggle('long', fresh && $('mm').textContent.length > 4);
  $('hzSet').textContent = `Set ${fixed(wanted.hz ?? s.frequencySetHz, 1)} Hz`;
  $('hzSet').parentElement.classList.toggle('pending', wanted.hz !== null);
  $('mmSet').textContent = `Set ${fixed(wanted.mm ?? s.depthSetMm, 2)} mm`;
  $('mmSet').parentElement.classList.toggle('pending', wanted.mm !== null);
  const running = s.mode === 'running' && Number.isFinite(number(s.frequencyHz));
  $('deviation').classList.toggle('quiet', !running);
  $('deviation').textContent = running
    ? `${s.frequencyHz >= s.frequencySetHz ? '+' : '−'}${Math.abs((s.frequencyHz / s.frequencySetHz - 1) * 100).toFixed(1)} %`
    : fresh && s.frequencyHz === 0 ? 'at rest' : '';
  $('zone').textContent = words(s.session?.zone);
  $('strokes').textContent = fresh ? String(s.session?.strokes ?? s.strokes) : '–';
  $('needleOn').textContent = fresh ? clock(s.session?.needleOnS ?? s.needleOnS) : '–';
  $('afterRelease').textContent = fresh ? String(s.strokesAfterRelease ?? '–') : '–';
  $('axis').textContent = words(s.depthState);
  $('current').textContent = fixed(s.currentMilliamps, 0, ' mA');
  $('supply').textContent = fixed(s.supplyVolts, 1, ' V');
}

/** What stands in the way, said where it is looked for; a text is set only when it changes. */
function showNotice(lost) {
  let text = '';
  let kind = '';
  if (!lost && status.fault !== null) {
    text = `${status.alarm?.marks ?? '!'} ${status.faultText}${status.linkReason ? `: ${status.linkReason}` : ''}`;
    kind = 'fault';
  } else if (!lost && status.alarm) {
    text = `${status.alarm.marks} ${status.alarm.text}`;
    kind = 'block';
  } else if (!lost && status.selfTestText) {
    text = `Self-test: ${status.selfTestText}`;
    kind = 'block';
  } else if (!lost && (status.interlockText || status.trouble)) {
    text = `!! ${status.interlockText ?? status.trouble}`;
    kind = 'block';
  } else if (!lost && status.session && (status.armingRefusal || status.session.dose?.warns)) {
    const dose = status.session.dose;
    text = `! ${status.armingRefusal ?? `${words(status.session.zone)}: ${dose.strokes} strokes, stops at ${dose.hardStrokes}`}`;
    kind = 'block';
  }
  if ($('notice').textContent !== text) $('notice').textContent = text;
  $('notice').className = kind;
}

function showButtons(lost) {
  const armed = !lost && status.mode !== 'disarmed';
  $('armWord').textContent = armed ? 'Disarm' : 'Arm';
  $('armHint').textContent = armed ? 'touch' : 'hold 1 s';
  $('arm').disabled = lost || (!armed && status.fault !== null);
  $('reset').disabled = lost || status.fault === null;
  const open = !lost && status.session !== null;
  $('sessionWord').textContent = open ? 'Close session' : 'Open session';
  $('sessionHint').textContent = open ? words(status.session.zone) : 'client, consent';
  for (const id of ['sessionButton', 'hzDown', 'hzUp', 'mmDown', 'mmUp']) $(id).disabled = lost;
}

// --- Asking ---------------------------------------------------------------------------------------

$('stop').addEventListener('pointerdown', () => ask('stop'));
$('stop').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' || event.key === ' ') ask('stop');
});
$('reset').addEventListener('click', () => ask('reset'));

/** Arming needs one finger that stays on the key for a second; anything else lets go. */
const hold = { timer: 0, pointer: null };
function letGo() {
  clearTimeout(hold.timer);
  hold.pointer = null;
  $('arm').classList.remove('held');
}
function beginHold(pointer) {
  if (status === null) return;
  if (status.mode !== 'disarmed') {
    ask('disarm');
    return;
  }
  hold.pointer = pointer;
  $('arm').classList.add('held');
  hold.timer = setTimeout(() => {
    letGo();
    ask('arm');
  }, HOLD_MS);
}
$('arm').addEventListener('pointerdown', (event) => {
  if (hold.pointer !== null || !event.isPrimary) letGo();
  else beginHold(event.pointerId);
});
for (const name of ['pointerup', 'pointercancel', 'pointerleave', 'blur']) $('arm').addEventListener(name, letGo);
$('arm').addEventListener('keydown', (event) => {
  if ((event.key === 'Enter' || event.key === ' ') && !event.repeat && hold.pointer === null) beginHold('key');
});
$('arm').addEventListener('keyup', letGo);
document.addEventListener('pointerdown', (event) => {
  if (!event.isPrimary) letGo();
});

/** One step a touch; a held key repeats with {@code big}. */
function stepper(id, kind, small, big) {
  const step = async (by) => {
    if (status === null || boot === null) return;
    const limits = boot.limits;
    const [now, low, high, digits] = kind === 'hz'
      ? [wanted.hz ?? status.frequencySetHz, limits.frequencyHzMin, limits.frequencyHzMax, 1]
      : [wanted.mm ?? status.depthSetMm, limits.depthMmMin, limits.depthMmMax, 2];
    const next = Number(Math.min(high, Math.max(low, now + by)).toFixed(digits));
    wanted[kind] = next;
    await ask(kind === 'hz' ? 'frequency' : 'depth', { [kind]: next });
    if (wanted[kind] === next) wanted[kind] = null;
  };
  let repeat = 0;
  const end = () => clearInterval(repeat);
  $(id).addEventListener('pointerdown', () => {
    step(small);
    end();
    let first = true;
    repeat = setInterval(() => {
      if (!first) step(big);
      first = false;
    }, 350);
  });
  for (const name of ['pointerup', 'pointercancel', 'pointerleave', 'blur']) $(id).addEventListener(name, end);
  $(id).addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') step(event.shiftKey ? big : small);
  });
}
stepper('hzDown', 'hz', -1, -5);
stepper('hzUp', 'hz', 1, 5);
stepper('mmDown', 'mm', -0.05, -0.05);
stepper('mmUp', 'mm', 0.05, 0.05);

$('sessionButton').addEventListener('click', () => {
  if (status?.session) ask('session/close');
  else {
    $('fError').textContent = '';
    $('form').hidden = false;
    $('fClient').focus();
  }
});
function closeForm() {
  $('form').hidden = true;
  $('form').reset(); // nothing is carried over to the next client
}
$('fCancel').addEventListener('click', closeForm);
$('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const mounted = await ask('cartridge', {
    type: $('fCartridge').value,
    lot: $('fLot').value,
    expires: $('fExpires').value,
    serial: $('fSerial').value,
  });
  if (!mounted.done) {
    $('fError').textContent = mounted.words;
    return;
  }
  fetchBoot(); // a cartridge may have limits of its own
  const answer = await ask('session/open', {
    client: $('fClient').value,
    consent: $('fConsent').value,
    practitioner: $('fPractitioner').value,
    zone: $('fZone').value,
    adultConfirmed: $('fAdult').checked,
  });
  if (answer.done) closeForm();
  else $('fError').textContent = answer.words;
});

fetchBoot().catch(() => {}).finally(() => {
  connect();
  requestAnimationFrame(show);
});
