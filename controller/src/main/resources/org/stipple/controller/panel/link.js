// The way to the controller: state by WebSocket (a snapshot, then changes), orders by POST. Nothing
// of one life of the controller survives into the next.

export const LOST_MS = 600; // no message at all
export const STALE_MS = 500; // a source whose sample number stands
const ANSWER_MS = 1500; // an order that is not answered by then has timed out
const LIVES_MS = 2000; // an order means nothing later than so
const RETRY_MS = 300;
const PAINTED_MS = 150;

/** Everything known. Times are those of performance.now(). */
export const link = {
  boot: null, // {boot, token, zones, cartridges, presets}
  state: null,
  seq: -1,
  heardAt: -Infinity,
  ticked: -Infinity, // when the loop's number grew last
  tached: -Infinity, // when the tachometer's number of reports grew last
  lease: null, // this page's own
};

export const page = remembered('page', () => crypto.randomUUID());
let socket = null;
let orders = 0;
let changed = () => {};
let paintedAt = 0;
let asking = false;
let meeting = false;
let missedAt = -Infinity;

function remembered(name, make) {
  const had = sessionStorage.getItem(name);
  if (had !== null) return had;
  const fresh = make();
  sessionStorage.setItem(name, fresh);
  return fresh;
}

export function connect(onChange) {
  changed = onChange;
  open();
}

function open() {
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`);
  socket.onopen = () => send({ page });
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = () => setTimeout(open, RETRY_MS);
}

function send(message) {
  if (socket !== null && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function take(message) {
  if (message.boot !== link.boot?.boot) {
    meet(message.boot);
    return;
  }
  if (message.kind === 'snapshot') {
    link.state = message.state;
  } else if (link.seq >= 0 && message.seq === link.seq + 1) {
    link.state = { ...link.state, ...message.state };
  } else {
    missed();
    return;
  }
  const now = performance.now();
  link.seq = message.seq;
  link.heardAt = now;
  if (link.state.seq !== link.tick) link.ticked = now;
  if (link.state.tachSeq !== link.tach) link.tached = now;
  link.tick = link.state.seq;
  link.tach = link.state.tachSeq;
  keepLease(link.state.lease?.epoch);
  if (!asking && link.lease === null && link.state.lease === null && !link.boot.pin.practitioner) takeLease(false);
  changed();
}

/** The lease is ours until the controller, which has told of it, tells of another or of none. */
function keepLease(epoch) {
  if (link.lease === null) return;
  if (epoch === link.lease.epoch) link.lease.told = true;
  else if (link.lease.told || epoch > link.lease.epoch) link.lease = null;
}

/** A message is missing: the next that counts is a whole state. It is asked for once, then again if it must. */
function missed() {
  const now = performance.now();
  link.seq = -1;
  if (now - missedAt < RETRY_MS) return;
  missedAt = now;
  send({ snapshot: true });
}

/** Another life of the controller. */
async function meet(boot) {
  if (meeting) return;
  meeting = true;
  forget();
  if (await fetchBoot(boot)) {
    missed();
    // A page that was only loaded again is still who it was.
    const ticket = sessionStorage.getItem('ticket');
    if (ticket !== null && link.boot.pin.practitioner) await takeLease(false, { ticket });
  }
  meeting = false;
}

function forget() {
  link.boot = null;
  link.state = null;
  link.lease = null;
  link.seq = -1;
  link.ticked = link.tached = -Infinity;
  changed();
}

async function fetchBoot(boot) {
  try {
    const response = await fetch('boot', { cache: 'no-store' });
    const fetched = await response.json();
    if (fetched.boot !== boot) return false;
    link.boot = fetched;
    return true;
  } catch {
    return false;
  }
}

/** Whether this page may command. */
export const mine = () => link.lease !== null;

/** Asks for the right to command. */
export async function takeLease(takeOver, given = {}) {
  asking = true;
  const answer = await post('lease', { page, takeOver, ...given });
  asking = false;
  if (answer.done) {
    link.lease = { secret: answer.lease, epoch: answer.epoch };
    sessionStorage.setItem('ticket', answer.lease);
  }
  changed();
  return answer;
}

/** Orders something; the answer is {done, words}. */
export function order(name, given = {}) {
  orders += 1;
  return post(name, {
    ...given,
    id: `${page}.${orders}`,
    lease: link.lease?.secret ?? '',
    revision: link.state?.revision ?? -1,
    untilMs: Math.round((link.state?.nowMs ?? 0) + performance.now() - link.heardAt + LIVES_MS),
  });
}

/** The sessions of a client that are on this machine. */
export const earlier = (client) => post('session/earlier', { client, lease: link.lease?.secret ?? '' });

/** STOP goes by both ways at once, from any page, at any time. */
export function stop() {
  send({ stop: true });
  return order('stop');
}

async function post(name, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), name.startsWith('session/') || name === 'lease' ? 8000 : ANSWER_MS);
  try {
    const response = await fetch(`api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Stipple-Token': link.boot?.token ?? '' },
      body: JSON.stringify(body),
      signal: patience.signal,
    });
    return await response.json();
  } catch {
    return { done: false, words: '', silent: true };
  } finally {
    clearTimeout(timer);
  }
}

/** Tells what was painted: the dead-man of this screen. Called in the frame after. */
export function painted() {
  const now = performance.now();
  if (now - paintedAt < PAINTED_MS || link.state === null) return;
  paintedAt = now;
  send({ painted: link.seq });
}
