import { needle } from './needle.js';
import { plot } from './plot.js';

const HOLD_EVERY_MS = 100;
const LET_GO_AFTER_MS = 600;
const AGAIN_MS = 500;

const byId = id => document.getElementById(id);
const picture = needle();
const curves = plot(byId('plot'));
const board = { estopOpen: false, skin: false, unplugged: false };
let socket = null;
let pressedAt = 0;

// --- The pedal: a dead man's handle. Whatever goes wrong between finger and board lets go of it. ---------------------

function press(event) {
  event?.preventDefault();
  if (pressedAt || !ready() || byId('pedal').disabled) return;
  pressedAt = performance.now();
  say('pedal down');
  showPedal();
}

function release() {
  if (!pressedAt) return;
  pressedAt = 0;
  say('pedal up');
  showPedal();
}

function showPedal() {
  byId('pedal').classList.toggle('held', pressedAt > 0);
  byId('pedal').setAttribute('aria-pressed', String(pressedAt > 0));
}

setInterval(() => {
  if (pressedAt) say('pedal held');
}, HOLD_EVERY_MS);

function isSpace(event) {
  return event.code === 'Space';
}

addEventListener('keydown', event => {
  if (!isSpace(event)) return;
  event.preventDefault();
  if (!event.repeat) press();
}, { capture: true });
addEventListener('keyup', event => {
  if (!isSpace(event)) return;
  event.preventDefault();
  release();
}, { capture: true });
byId('pedal').addEventListener('pointerdown', event => {
  byId('pedal').setPointerCapture(event.pointerId);
  press(event);
});
for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) byId('pedal').addEventListener(end, release);
byId('pedal').addEventListener('contextmenu', event => event.preventDefault());
addEventListener('blur', release);
addEventListener('pagehide', release);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) release();
});

// --- The other hands -------------------------------------------------------------------------------------------------

byId('estop').addEventListener('click', () => say(board.estopOpen ? 'estop closed' : 'estop open'));
byId('skin').addEventListener('click', () => {
  board.skin = !board.skin;
  say(board.skin ? 'skin on' : 'skin off');
  showToggle('skin', board.skin, 'under the needle', 'not touched');
});
byId('plug').addEventListener('click', () => say(board.unplugged ? 'plug' : 'unplug'));
byId('load').addEventListener('input', () => {
  const load = Number(byId('load').value).toFixed(1);
  byId('loadValue').textContent = `${load} mN m`;
  say(`load ${load}`);
});

function showToggle(id, on, words, otherwise) {
  byId(id).setAttribute('aria-pressed', String(on));
  byId(id).querySelector('span').textContent = on ? words : otherwise;
}

// --- The line to the bench -------------------------------------------------------------------------------------------

function ready() {
  return socket !== null && socket.readyState === WebSocket.OPEN;
}

function say(words) {
  if (ready()) socket.send(words);
}

function connect() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onmessage = event => hear(JSON.parse(event.data));
  socket.onclose = () => {
    release();
    away('the bench is away: is ./stipple demo still running?');
    setTimeout(connect, AGAIN_MS);
  };
}

function hear(message) {
  if (message.pages) return link(message.pages);
  if (message.said) return complain(message.said);
  if (pressedAt && !message.held && performance.now() - pressedAt > LET_GO_AFTER_MS) {
    release();
    complain('the pedal was let go: this page had been silent');
  }
  if (message.board === null) {
    release();
    return away('the simulated board does not answer');
  }
  show(message.board, message.controller);
}

function link(pages) {
  for (const [id, address] of Object.entries(pages)) {
    byId(id).href = address;
    byId(id).hidden = false;
  }
}

let complaint = 0;
function complain(words) {
  byId('said').textContent = words;
  clearTimeout(complaint);
  complaint = setTimeout(() => { byId('said').textContent = ''; }, 5000);
}

// --- What is seen ----------------------------------------------------------------------------------------------------

function away(words) {
  document.body.dataset.board = 'away';
  for (const button of document.querySelectorAll('button, #load')) button.disabled = true;
  state('bad', words);
}

function state(kind, words) {
  byId('state').dataset.kind = kind;
  byId('state').textContent = words;
}

const round = (value, digits) => value === null || value === undefined ? '-' : value.toFixed(digits);

function show(plant, controller) {
  document.body.dataset.board = 'here';
  for (const button of document.querySelectorAll('button, #load')) button.disabled = false;
  board.estopOpen = !plant.estopClosed;
  board.unplugged = !plant.attached && plant.line.startsWith('(');
  showToggle('estop', board.estopOpen, 'pressed: click to release', 'released');
  showToggle('plug', board.unplugged, 'pulled out: click to plug in', 'plugged in');
  picture.show(plant, board.skin);
  curves.add({
    ms: plant.uptimeMs, hz: plant.lastStrokeHz && plant.frequencyHz > 1 ? plant.lastStrokeHz : plant.frequencyHz,
    milliamps: Math.abs(plant.currentMilliamps), pedal: plant.pedalDown, setHz: controller ? controller.frequencySetHz : null,
  });
  numbers(plant, controller);
  words(plant, controller);
}

function numbers(plant, controller) {
  byId('hz').textContent = round(plant.frequencyHz > 1 ? plant.lastStrokeHz : plant.frequencyHz, 1);
  byId('setHz').textContent = controller ? round(controller.frequencySetHz, 1) : '-';
  byId('hostHz').textContent = controller ? round(controller.frequencyHz, 1) : '-';
  byId('plantStrokes').textContent = plant.strokes;
  byId('hostStrokes').textContent = controller ? controller.strokes : '-';
  byId('strokesTile').classList.toggle('same', controller !== null && controller.strokes === plant.strokes);
  byId('duty').textContent = round(plant.bridgeDuty * 100, 0);
  byId('amps').textContent = round(plant.currentMilliamps, 0);
  byId('mm').textContent = round(plant.protrusionMm, 2);
  byId('depth').textContent = round(plant.penetrationMm, 2);
  lamp('relay', plant.supplyOn, `on, ${round(plant.supplyVolts, 1)} V`, 'off');
  lamp('buzzer', plant.pins.buzzer, 'sounding', 'quiet');
}

function lamp(id, on, words, otherwise) {
  byId(id).classList.toggle('on', on);
  byId(id).querySelector('p').textContent = on ? words : otherwise;
}

function words(plant, controller) {
  const shutDown = plant.shutdownReason !== null;
  byId('boardTile').classList.toggle('bad', shutDown || !plant.attached);
  byId('boardWords').textContent = !plant.attached ? 'off the line'
    : shutDown ? `shut down: ${plant.shutdownReason}`
    : plant.configured ? 'configured, running' : 'running, not configured';
  if (!controller) return state('bad', 'the controller is away; the board stands on its own guards');
  if (controller.fault) return state('bad', `fault: ${controller.faultText}. Reset on the panel.`);
  if (controller.interlock) return state('warn', `${controller.mode}; ${controller.interlockText}`);
  if (controller.mode === 'running') return state('good', 'running');
  if (controller.mode === 'armed') return state('good', 'armed: the pedal runs the needle');
  if (controller.mode === 'disarmed') return state('warn', 'disarmed: open a session and arm on the panel');
  state('warn', controller.mode);
}

connect();
