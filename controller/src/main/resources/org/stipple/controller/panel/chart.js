// The last 30 s of needle frequency: set dashed, measured solid. A gap in the data is a gap in the line.

/* global uPlot */
import { html, Component } from './vendor/preact-htm.js';
import { t } from './words.js';

const SPAN_S = 30;
const SET = '#b9a7ff';
const NOW = '#f4f8fc';

const unit = () => Math.min(innerWidth / 800, innerHeight / 480);

/** Points of the chart: time, set, measured; null where nothing is known. */
export const trace = {
  data: [[], [], []],
  add(atMs, set, now) {
    const [at, sets, nows] = trace.data;
    at.push(atMs / 1000);
    sets.push(set ?? null);
    nows.push(now ?? null);
    while (at.length > 0 && at[0] < at.at(-1) - SPAN_S) for (const column of trace.data) column.shift();
  },
  clear() {
    trace.data = [[], [], []];
  },
};

export class Chart extends Component {
  componentDidMount() {
    const box = this.base;
    const font = `600 ${Math.round(18 * unit())}px Inter, "DejaVu Sans", sans-serif`;
    this.plot = new uPlot({
      width: box.clientWidth,
      height: box.clientHeight,
      padding: [4, 0, 4, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [performance.now() / 1000 - SPAN_S, performance.now() / 1000] },
        y: { range: (_, __, high) => [0, Math.max(60, high ?? 0) * 1.18] },
      },
      axes: [
        { show: false },
        {
          side: 1, size: 0, gap: 0, font, stroke: '#a9baca', splits: (_, __, low, high) => [50, 100, 150].filter((v) => v > low && v < high),
          grid: { stroke: '#2b3743', width: 1 }, ticks: { show: false }, values: () => [],
        },
      ],
      series: [
        {},
        { stroke: SET, width: 2.5 * unit(), dash: [9, 7], points: { show: false } },
        { stroke: NOW, width: 2.5 * unit(), points: { show: false } },
      ],
    }, trace.data, box);
    this.resized = new ResizeObserver(() => this.plot.setSize({ width: box.clientWidth, height: box.clientHeight }));
    this.resized.observe(box);
  }

  componentWillUnmount() {
    this.resized.disconnect();
    this.plot.destroy();
  }

  componentDidUpdate() {
    this.plot.setData(trace.data);
  }

  render() {
    return html`<div class="chart" role="img" aria-label=${t('chart.label')}></div>`;
  }
}
