// The scalp from above, nose up: its zones, and in each as many dots as were made of those planned.

import { html } from './vendor/preact-htm.js';

/** Outline of each zone, in a box of 220 x 270. */
export const OUTLINES = {
  'frontal-hairline': 'M58 86C78 62 100 54 120 54s42 8 62 32l-14 26c-12-16-30-24-48-24s-36 8-48 24z',
  'temple-left': 'M58 86l14 26-3 24H28.500C30 112 38 93 47 78z',
  'temple-right': 'M182 86l-14 26 3 24h40.500C210 112 202 93 193 78z',
  'mid-scalp': 'M72 112c12-16 30-24 48-24s36 8 48 24l6 46c-14-8-34-12-54-12s-40 4-54 12z',
  crown: 'M66 158c14-8 34-12 54-12s40 4 54 12c2 28-14 54-54 54s-56-26-54-54z',
  'side-left': 'M28.500 136H69l-3 22c-1 20 6 37 18 46l-26 28c-20-24-30-57-29.500-96z',
  'side-right': 'M211.500 136H171l3 22c1 20-6 37-18 46l26 28c20-24 30-57 29.500-96z',
  occipital: 'M84 204c11 6 23 8 36 8s25-2 36-8l26 28c-18 20-39 30-62 30s-44-10-62-30z',
};

const BOXES = {
  'frontal-hairline': [58, 54, 182, 112], 'temple-left': [28, 78, 72, 136], 'temple-right': [168, 78, 212, 136],
  'mid-scalp': [66, 88, 174, 158], crown: [64, 146, 176, 212], 'side-left': [28, 136, 86, 232],
  'side-right': [154, 136, 212, 232], occipital: [58, 204, 182, 262],
};

const STEP = 4.6; // a dot has so much room, in units of the box
const GRAINS = 64; // the drawing changes so often between an empty and a full zone

const drawn = new Map();

/** Dots of a zone as one path, scattered the same way each time; a part of them, 0 to 1. */
function dots(zone, part) {
  const grains = Math.ceil(part * GRAINS);
  const name = `${zone} ${grains}`;
  if (!drawn.has(name)) {
    const [x0, y0, x1, y1] = BOXES[zone];
    let random = 7 + zone.length * 7919;
    const next = () => (random = (random * 16807) % 2147483647) / 2147483647;
    let d = '';
    for (let y = y0; y < y1; y += STEP) {
      for (let x = x0; x < x1; x += STEP) {
        const at = next() * GRAINS < grains;
        const [dx, dy] = [next() * 2.6, next() * 2.6];
        if (at) d += `M${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}h0`;
      }
    }
    drawn.set(name, d);
  }
  return drawn.get(name);
}

const HEAD = 'M120 20c55 0 92 50 92 120 0 75-42 122-92 122s-92-47-92-122C28 70 65 20 120 20z';

/**
 * The drawing.
 * @param parts part of the plan that is done, by zone, 0 to 1
 * @param chosen the zone under work
 * @param pick called with a zone that was touched; without it the drawing is only looked at
 */
export function Scalp({ parts, chosen, pick, name }) {
  const zones = Object.keys(OUTLINES).sort((a, b) => (a === chosen) - (b === chosen));
  return html`<svg class="scalp" viewBox="10 0 220 270" aria-hidden="true">
    <path class="skin" d="M110 24q10-24 20 0z" />
    <ellipse class="skin" cx="23" cy="140" rx="8" ry="19" /><ellipse class="skin" cx="217" cy="140" rx="8" ry="19" />
    <path class="skin" d=${HEAD} />
    ${zones.map((zone) => html`<g key=${zone}>
      <clipPath id=${`${name}-${zone}`}><path d=${OUTLINES[zone]} /></clipPath>
      <path class=${`zone ${zone === chosen ? 'chosen' : ''}`} d=${OUTLINES[zone]}
        onClick=${pick && (() => pick(zone))} />
      ${parts[zone] > 0 && html`<path class=${`dots ${zone === chosen ? 'chosen' : ''}`}
        clip-path=${`url(#${name}-${zone})`} d=${dots(zone, Math.min(1, parts[zone]))} />`}
    </g>`)}
    ${chosen?.startsWith('scar-') && html`<path class="scar" d="M84 236q36 12 72 0" />`}
  </svg>`;
}
