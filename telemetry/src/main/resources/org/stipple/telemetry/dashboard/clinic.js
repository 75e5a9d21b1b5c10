// The clinic page: asks for the devices once a second and draws them. Every text that came over
// MQTT is set as text, never as markup.
const $ = (id) => document.getElementById(id);
const DASH = '–';
const state = { selected: null, page: null, chart: null, failedAt: 0, turns: 0 };

const keyOf = (d) => [d.group, d.node, d.device].join('/');
const known = (v) => v !== null && v !== undefined && v !== '';
const fixed = (v, digits) => (typeof v === 'number' ? v.toFixed(digits) : DASH);
const count = (v) => (typeof v === 'number' ? String(v).replace(/\B(?=(\d{3})+$)/g, '\u202f') : DASH);
const words = (v) => (known(v) ? String(v).replaceAll('-', ' ').replace(/^./, (c) => c.toUpperCase()) : DASH);

function duration(seconds) {
  if (typeof seconds !== 'number') return DASH;
  const s = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, '0');
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

function age(ms) {
  if (ms < 1000) return 'now';
  if (ms < 90000) return `${Math.round(ms / 1000)} s ago`;
  if (ms < 5400000) return `${Math.round(ms / 60000)} min ago`;
  return `${Math.round(ms / 3600000)} h ago`;
}

function stateOf(d) {
  const v = d.values;
  if (d.presence === 'offline') return ['off', 'Offline'];
  if (d.presence === 'stale') return ['off', 'Stale'];
  if (v['Fault/Active']) return ['stopped', `Stopped: ${known(v['Fault/Id']) ? v['Fault/Id'] : 'fault'}`];
  if (v['Estop/Open']) return ['stopped', 'Emergency stop open'];
  if (v['Footswitch/Pressed'] && v['State/Armed']) return ['running', 'Treating'];
  if (v['State/Armed']) return ['armed', 'Armed'];
  return ['idle', 'Idle'];
}

function cell(text, className = '', label = '') {
  const td = document.createElement('td');
  td.textContent = text;
  if (className) td.className = className;
  if (label) td.dataset.label = label;
  return td;
}

// A row is made once and then only its texts change, so that focus and selection stay.
function rows(table, items, idOf, fill) {
  const body = table.tBodies[0];
  const old = new Map([...body.rows].map((tr) => [tr.dataset.id, tr]));
  items.forEach((item, i) => {
    const id = idOf(item);
    const tr = old.get(id) ?? document.createElement('tr');
    old.delete(id);
    tr.dataset.id = id;
    fill(tr, item);
    if (body.rows[i] !== tr) body.insertBefore(tr, body.rows[i] ?? null);
  });
  old.forEach((tr) => tr.remove());
}

function fillDevice(tr, d) {
  const live = d.presence === 'online';
  const v = live ? d.values : {};
  const [kind, word] = stateOf(d);
  const id = keyOf(d);
  if (!tr.firstChild) {
    const name = cell('');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = d.device;
    button.addEventListener('click', () => { state.selected = id; draw(); loadChart(); });
    const clinic = document.createElement('span');
    clinic.className = 'clinic';
    clinic.textContent = d.group;
    name.append(button, clinic);
    tr.append(name);
  }
  while (tr.cells.length > 1) tr.deleteCell(-1);
  tr.className = `${id === state.selected ? 'selected' : ''} ${live ? '' : 'old'}`;
  tr.querySelector('button').setAttribute('aria-pressed', String(id === state.selected));
  tr.append(
    cell(word, `state ${kind}`),
    cell(words(v['Session/Zone']), '', 'Zone'),
    cell(fixed(v['Needle/Frequency/Measured'], 1), 'r big', 'Hz now'),
    cell(fixed(v['Needle/Frequency/Setpoint'], 0), 'r set', 'Hz set'),
    cell(fixed(v['Needle/Depth/Setpoint'], 2), 'r set', 'Depth set, mm'),
    cell(count(v['Needle/Strokes']), 'r', 'Strokes'),
    cell(duration(v['Session/Elapsed']), 'r', 'Time'),
    cell(age(d.ageMs), 'r', 'Heard'));
}

function fillSession(tr, s) {
  tr.replaceChildren(
    cell(new Date(s.seenAtMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })),
    cell(s.device), cell(s.id, 'muted'),
    cell(s.open ? (s.ageMs > 3000 ? `Open, last heard ${age(s.ageMs)}` : 'Open') : 'Closed', `state ${s.open ? 'running' : 'idle'}`),
    cell(words(s.zone)), cell(count(s.strokes), 'r'), cell(duration(s.needleOnS), 'r'), cell(String(s.faults), 'r'));
}

const RECORD_STATES = {
  closed: ['idle', 'Whole'], interrupted: ['armed', 'Whole, interrupted'],
  coming: ['running', 'Coming in'], problem: ['stopped', 'Problem'],
  erased: ['idle', 'Erased'],
};

function wordsOf(r, word) {
  const words = [r.problem ? `${word}: ${r.problem}` : word];
  if (r.missing.length > 0) words.push(`does not tell ${r.missing.join(', ')}`);
  return words.join('; ');
}

function fillRecord(tr, r) {
  const [usual, word] = RECORD_STATES[r.state] ?? ['off', r.state];
  const kind = r.missing.length > 0 ? 'armed' : usual;
  tr.replaceChildren(
    cell(r.openedMs ? new Date(r.openedMs).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short' }) : DASH),
    cell(r.device), cell(r.session, 'muted'), cell(r.client ?? DASH),
    cell(wordsOf(r, word), `state ${kind}`),
    cell(r.state === 'coming' ? DASH : count(r.strokes), 'r'), cell(count(r.entries), 'r'), cell(count(r.signed), 'r'));
}

function drawRecords(page) {
  rows($('records'), page.records, (r) => `${r.device}/${r.session}`, fillRecord);
  $('no-records').hidden = page.records.length > 0;
  const c = page.counts;
  $('records-counts').textContent = c
    ? `${count(c.records)} of ${c.devices} devices, ${c.open} coming in, ${count(c.strokes)} strokes` : '';
  const alarm = page.error ? `The store cannot be asked: ${page.error}`
    : c.problems > 0 || c.quarantined > 0
      ? `${c.problems} records have a problem, ${c.quarantined} messages are in quarantine: they could not be believed.` : '';
  if ($('records-notice').textContent !== alarm) $('records-notice').textContent = alarm;
  $('records-notice').hidden = !alarm;
}

function figure(label, value, unit) {
  const div = document.createElement('div');
  const dt = document.createElement('dt');
  const dd = document.createElement('dd');
  dt.textContent = label;
  dd.textContent = value;
  if (unit && value !== DASH) {
    const small = document.createElement('small');
    small.textContent = unit;
    dd.append(small);
  }
  div.append(dt, dd);
  return div;
}

function drawDetail(d) {
  $('detail').hidden = !d;
  if (!d) return;
  const v = d.presence === 'online' ? d.values : {};
  const title = $('detail-title');
  const where = document.createElement('span');
  const session = known(d.values['Session/Id']) ? `, session ${d.values['Session/Id']}` : '';
  where.textContent = `${d.group}, ${d.node}${session}${d.incomplete ? ', a message was lost: asked for everything again' : ''}`;
  title.replaceChildren(d.device, where);
  $('figures').replaceChildren(
    figure('needle frequency now', fixed(v['Needle/Frequency/Measured'], 1), 'Hz'),
    figure('set', fixed(v['Needle/Frequency/Setpoint'], 0), 'Hz'),
    figure('needle depth set', fixed(v['Needle/Depth/Setpoint'], 2), 'mm'),
    figure('protrusion commanded', fixed(v['Needle/Protrusion/Commanded'], 2), 'mm'),
    figure('motor current', fixed(v['Motor/Current'], 0), 'mA'),
    figure('strokes', count(v['Needle/Strokes'])),
    figure('session', duration(v['Session/Elapsed'])),
    figure('needle on', duration(v['Session/NeedleOn'])));
  rows($('values'), Object.entries(d.values), ([name]) => name, (tr, [name, value]) => {
    const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : known(value) ? String(value) : DASH;
    tr.replaceChildren(cell(name), cell(d.presence === 'online' || name.startsWith('Properties/') ? shown : DASH, 'r'), cell(d.units[name] ?? '', 'muted'));
  });
}

function drawChart() {
  const canvas = $('chart');
  const scale = window.devicePixelRatio || 1;
  const w = canvas.clientWidth;
  const h = canvas.clientHeight;
  if (!w || !h) return;
  canvas.width = Math.round(w * scale);
  canvas.height = Math.round(h * scale);
  const g = canvas.getContext('2d');
  g.scale(scale, scale);
  g.font = '600 13px Inter, "DejaVu Sans", sans-serif';
  const c = state.chart ?? { ageS: [], setpointHz: [], measuredHz: [], currentMilliamps: [] };
  const spanS = Math.min(360, Math.max(60, Math.ceil((c.ageS[0] ?? 0) / 60) * 60));
  const left = 44;
  const x = (a) => left + (w - left - 8) * (1 - a / spanS);
  const high = (values, least) => values.reduce((m, v) => (v > m ? v : m), least);
  const panels = [
    ['Needle frequency, Hz', 4, h * 0.58, Math.ceil(high(c.measuredHz.concat(c.setpointHz), 50) / 25) * 25, [[c.setpointHz, '#b9a7ff', [7, 5]], [c.measuredHz, '#eef3f8', []]]],
    ['Motor current, mA', h * 0.64, h * 0.26, Math.ceil(high(c.currentMilliamps, 100) / 100) * 100, [[c.currentMilliamps, '#eef3f8', []]]],
  ];
  for (const [label, top, height, max, lines] of panels) {
    g.fillStyle = '#0d1319';
    g.fillRect(left, top, w - left - 8, height);
    g.strokeStyle = '#1c2630';
    g.setLineDash([]);
    for (let m = 0; m <= spanS; m += 60) { g.beginPath(); g.moveTo(x(m), top); g.lineTo(x(m), top + height); g.stroke(); }
    g.fillStyle = '#9db0c2';
    g.textAlign = 'right';
    g.fillText(String(max), left - 6, top + 12);
    g.fillText('0', left - 6, top + height);
    const y = (v) => top + height - (v / max) * (height - 4);
    for (const [values, colour, dash] of lines) {
      g.strokeStyle = colour;
      g.setLineDash(dash);
      g.lineWidth = 1.7;
      g.beginPath();
      let pen = false;
      values.forEach((v, i) => {
        // A hole in the data is a hole in the line: nothing is drawn over silence.
        const gap = i > 0 && c.ageS[i - 1] - c.ageS[i] > 3;
        if (v === null || c.ageS[i] > spanS) { pen = false; return; }
        if (pen && !gap) {
          // What is set changes at once, so its line has steps.
          if (dash.length) g.lineTo(x(c.ageS[i]), y(values[i - 1]));
          g.lineTo(x(c.ageS[i]), y(v));
        } else g.moveTo(x(c.ageS[i]), y(v));
        pen = true;
      });
      g.stroke();
    }
    g.textAlign = 'left';
    g.fillStyle = '#c9d5e0';
    g.fillText(label, left + 8, top + 18);
  }
  g.fillStyle = '#9db0c2';
  for (let m = 0; m <= spanS; m += 60) {
    g.textAlign = m === 0 ? 'right' : m === spanS ? 'left' : 'center';
    g.fillText(m === 0 ? 'now' : `−${m / 60} min`, x(m), h - 4);
  }
}

function draw() {
  const page = state.page;
  if (!page) return;
  if (!page.devices.some((d) => keyOf(d) === state.selected)) {
    // Until somebody chooses: who is treating, else who can be heard, else the first.
    const first = page.devices.find((d) => stateOf(d)[0] === 'running')
      ?? page.devices.find((d) => d.presence === 'online') ?? page.devices[0];
    state.selected = first ? keyOf(first) : null;
  }
  rows($('devices'), page.devices, keyOf, fillDevice);
  rows($('sessions'), page.sessions.slice(0, 50), (s) => [s.group, s.device, s.id].join('/'), fillSession);
  $('no-devices').hidden = page.devices.length > 0;
  $('no-sessions').hidden = page.sessions.length > 0;
  const of = (p) => page.devices.filter((d) => d.presence === p).length;
  $('summary').textContent = `${of('online')} online, ${of('stale')} stale, ${of('offline')} offline`;
  const refused = Object.values(page.host.refusals).reduce((sum, n) => sum + n, 0);
  $('counts').textContent = `${count(page.host.messages)} messages, ${page.host.gaps} gaps`
    + (refused ? `, ${count(refused)} not believed` : '');
  $('counts').title = Object.entries(page.host.refusals).map(([why, n]) => `${why.toLowerCase().replaceAll('_', ' ')}: ${n}`).join('\n');
  drawDetail(page.devices.find((d) => keyOf(d) === state.selected));
}

function feed(good, text, notice = '') {
  $('feed').textContent = text;
  $('feed').className = `pill ${good ? 'good' : 'bad'}`;
  if ($('notice').textContent !== notice) $('notice').textContent = notice;
  $('notice').hidden = !notice;
}

// Without the server nothing on the page is live: ages go on by our own clock and values go dark.
function goStale() {
  state.failedAt ||= Date.now();
  feed(false, 'Not live', 'The clinic server does not answer. Values below are not live.');
  for (const d of state.page?.devices ?? []) {
    if (d.presence === 'online') d.presence = 'stale';
    d.ageMs += 1000;
  }
  draw();
}

async function get(path) {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(3000) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function loadChart() {
  const d = state.page?.devices.find((one) => keyOf(one) === state.selected);
  if (!d) return;
  const wanted = state.selected;
  const chart = await get(`/api/trace?${new URLSearchParams({ group: d.group, node: d.node, device: d.device })}`);
  if (wanted === state.selected) {
    state.chart = chart;
    drawChart();
  }
}

async function turn() {
  $('clock').textContent = new Date().toLocaleTimeString('en-GB');
  try {
    state.page = await get('/api/devices');
    state.failedAt = 0;
    const part = state.page.host.part;
    if (state.page.brokerConnected && part === 'ACTIVE') feed(true, 'Live');
    else if (state.page.brokerConnected && part === 'STANDBY')
      feed(false, 'Standby', 'Another clinic server with this host id is active; this one takes over when it goes. Values below are not live.');
    else if (state.page.brokerConnected) feed(false, 'Starting', 'Looking whether another clinic server is active.');
    else feed(false, 'No broker', `The broker is away, trying again. ${state.page.brokerError ?? ''}`.trim());
    draw();
    await loadChart();
    // Records change slowly, and asking for them costs the database something.
    if (state.turns++ % 5 === 0) drawRecords(await get('/api/records'));
  } catch {
    goStale();
  }
  setTimeout(turn, 1000);
}

window.addEventListener('resize', drawChart);
turn();
