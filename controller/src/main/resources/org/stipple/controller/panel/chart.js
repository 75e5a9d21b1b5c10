// The last 30 s of needle frequency: set dashed, measured solid. A gap in the data is a gap in the line.

const SPAN_MS = 30_000;
const GAP_MS = 600;

export class Chart {
  #canvas;
  #points = []; // {at, set, measured}; NaN where nothing is known

  constructor(canvas) {
    this.#canvas = canvas;
  }

  add(at, set, measured) {
    this.#points.push({ at, set, measured });
    while (this.#points.length > 0 && this.#points[0].at < at - SPAN_MS) {
      this.#points.shift();
    }
  }

  clear() {
    this.#points = [];
  }

  draw(now) {
    const scale = devicePixelRatio || 1;
    const width = this.#canvas.clientWidth;
    const height = this.#canvas.clientHeight;
    if (this.#canvas.width !== Math.round(width * scale)) this.#canvas.width = Math.round(width * scale);
    if (this.#canvas.height !== Math.round(height * scale)) this.#canvas.height = Math.round(height * scale);
    const g = this.#canvas.getContext('2d');
    g.setTransform(scale, 0, 0, scale, 0, 0);
    g.clearRect(0, 0, width, height);
    const top = Math.max(60, ...this.#points.flatMap((p) => [p.set, p.measured]).filter(Number.isFinite)) * 1.15;
    const x = (at) => width * (1 - (now - at) / SPAN_MS);
    const y = (hz) => height - 4 - (height - 8) * (hz / top);
    this.#grid(g, width, top, y);
    g.lineWidth = 2.5;
    g.lineJoin = 'round';
    g.setLineDash([9, 7]);
    this.#line(g, x, y, 'set', '#b9a7ff');
    g.setLineDash([]);
    this.#line(g, x, y, 'measured', '#f4f8fc');
  }

  #grid(g, width, top, y) {
    const unit = Math.min(innerWidth / 800, innerHeight / 480);
    g.strokeStyle = '#2b3743';
    g.fillStyle = '#a9baca';
    g.lineWidth = 1;
    g.font = `600 ${13 * unit}px Inter, "DejaVu Sans", sans-serif`;
    for (let hz = 50; hz < top; hz += 50) {
      g.beginPath();
      g.moveTo(0, y(hz));
      g.lineTo(width, y(hz));
      g.stroke();
      g.fillText(`${hz}`, 4 * unit, y(hz) - 3 * unit);
    }
  }

  #line(g, x, y, key, colour) {
    g.strokeStyle = colour;
    g.beginPath();
    let last = -Infinity;
    for (const point of this.#points) {
      if (!Number.isFinite(point[key])) continue;
      if (point.at - last > GAP_MS) g.moveTo(x(point.at), y(point[key]));
      else g.lineTo(x(point.at), y(point[key]));
      last = point.at;
    }
    g.stroke();
  }
}
