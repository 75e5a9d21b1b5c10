// Frequency above, motor current below, over the last 15 s of the board's time.

const SPAN_MS = 15000;
const LANES = [
  { key: 'hz', name: 'needle frequency', unit: 'Hz', max: 180, step: 60, colour: '#2fdb7e', share: 0.58 },
  { key: 'milliamps', name: 'motor current', unit: 'mA', max: 600, step: 200, colour: '#5cc8ff', share: 0.42 },
];
const LEFT = 44;
const RIGHT = 10;
const GAP = 22;

export function plot(canvas) {
  let points = [];
  const context = canvas.getContext('2d');

  function add(point) {
    const last = points[points.length - 1];
    if (last && point.ms < last.ms) points = [];
    points.push(point);
    while (points.length && points[0].ms < point.ms - SPAN_MS) points.shift();
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const free = height - GAP * LANES.length - 4;
    let top = GAP;
    for (const lane of LANES) {
      const box = { left: LEFT, top, width: width - LEFT - RIGHT, height: free * lane.share };
      drawLane(lane, box);
      top += box.height + GAP;
    }
    requestAnimationFrame(draw);
  }

  function drawLane(lane, box) {
    const end = points.length ? points[points.length - 1].ms : 0;
    const x = ms => box.left + box.width * (1 - (end - ms) / SPAN_MS);
    const y = value => box.top + box.height * (1 - Math.min(1, Math.max(0, value / lane.max)));
    shadePedal(box, x);
    context.font = '12px Inter, "DejaVu Sans", sans-serif';
    context.lineWidth = 1;
    for (let value = 0; value <= lane.max; value += lane.step) {
      context.strokeStyle = '#26323d';
      context.beginPath();
      context.moveTo(box.left, y(value) + 0.5);
      context.lineTo(box.left + box.width, y(value) + 0.5);
      context.stroke();
      context.fillStyle = '#a9baca';
      context.textAlign = 'right';
      context.fillText(String(value), box.left - 7, y(value) + 4);
    }
    context.textAlign = 'left';
    context.fillStyle = lane.colour;
    context.fillText(`${lane.name}, ${lane.unit}`, box.left, box.top - 7);
    if (lane.key === 'hz') {
      context.setLineDash([6, 5]);
      line(points, 'setHz', '#b9a7ff', 1.5, x, y);
      context.setLineDash([]);
    }
    line(points, lane.key, lane.colour, 2, x, y);
  }

  function shadePedal(box, x) {
    context.fillStyle = 'rgba(47, 219, 126, 0.09)';
    for (let i = 0; i < points.length; i++) {
      if (!points[i].pedal) continue;
      const from = i;
      while (i + 1 < points.length && points[i + 1].pedal) i++;
      context.fillRect(x(points[from].ms), box.top, x(points[i].ms) - x(points[from].ms), box.height);
    }
  }

  function line(all, key, colour, width, x, y) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.beginPath();
    let drawn = false;
    for (const point of all) {
      if (point[key] === null || point[key] === undefined) {
        drawn = false;
        continue;
      }
      if (drawn) context.lineTo(x(point.ms), y(point[key]));
      else context.moveTo(x(point.ms), y(point[key]));
      drawn = true;
    }
    context.stroke();
  }

  requestAnimationFrame(draw);
  return { add };
}
