import { html } from './vendor/preact-htm.js';

const icon = (inner) => html`<svg viewBox="0 0 24 24" aria-hidden="true">${inner}</svg>`;
const filled = (d) => icon(html`<path fill-rule="evenodd" d=${d} />`);

export const icons = {
  running: filled('M6 3l15 9-15 9z'),
  armed: icon(html`<circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="3" /><circle cx="12" cy="12" r="3.4" />`),
  safe: filled('M5 4h5v16H5zM14 4h5v16h-5z'),
  busy: filled('M6 2h12v4l-4.500 6 4.500 6v4H6v-4l4.500-6L6 6z'),
  fault: filled('M12 2l11 20H1zM10.700 9v6.400h2.600V9zm0 8v2.500h2.600V17z'),
  lost: filled('M3 4.400L4.400 3 21 19.600 19.600 21zM12 17.500a2.200 2.200 0 100 4.400 2.200 2.200 0 000-4.400zM1.500 9l2.200 2.200q2-1.800 4.300-2.600L5.600 6.200Q3.300 7.300 1.500 9zm21 0A15 15 0 009.700 5.100l2.700 2.700q4.600.1 7.900 3.400z'),
  clock: filled('M12 2a10 10 0 100 20 10 10 0 000-20zm1.200 10.500l4 2.400-1.200 2-5.200-3.100V6h2.400z'),
  foot: filled('M2 17h20v3.200H2zM3.500 15L18 6.500l2.200 3.600L9.500 15z'),
  estop: filled('M8 2h8l6 6v8l-6 6H8l-6-6V8zM7 10.400v3.200h10v-3.200z'),
  stop: filled('M4.500 4h15q.5 0 .5.500v15q0 .5-.5.500h-15q-.5 0-.5-.5v-15q0-.5.5-.5z'),
  reset: filled('M12 4a8 8 0 108 8h-3a5 5 0 11-5-5v4l6.500-5.500L12 0z'),
  signal: filled('M4 14h3.200v6H4zM10.400 9h3.200v11h-3.200zM16.800 4H20v16h-3.200z'),
  eye: filled('M12 5C6 5 2.500 9.500 1 12c1.500 2.500 5 7 11 7s9.500-4.500 11-7c-1.500-2.500-5-7-11-7zm0 11.500a4.500 4.500 0 110-9 4.500 4.500 0 010 9z'),
};
