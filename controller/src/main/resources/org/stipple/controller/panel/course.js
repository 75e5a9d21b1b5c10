// The course of treatment: what is planned for this session, its pigment, and the earlier ones it follows.

import { html, useState } from './vendor/preact-htm.js';
import { Form } from './forms.js';
import { Key } from './key.js';
import { earlier, link } from './link.js';
import { OUTLINES } from './scalp.js';
import { doneIn, plannedIn } from './tiles.js';
import { count, day, t, zoneName } from './words.js';

/** Asks, then goes where it leads; a form keeps what was typed where it was refused. */
const then = (ask, name, given, next) => async (values) => {
  const answer = await ask(name, given(values));
  if (answer.done) next();
  return answer;
};

export const layerOf = (plan) => (plan ? t('plan.layer', { n: plan.layer, of: plan.layers }) : t('dots.noplan'));

export function Plan({ s, open, scars }) {
  const { session } = s;
  const zones = link.boot.zones.filter((zone) => (zone in OUTLINES) !== Boolean(scars));
  return html`<div class="sheet keys" role="dialog">
    ${zones.map((zone) => html`<${Key} key=${zone} id=${`plan-${zone}`} big=${zoneName(zone)}
      small=${plannedIn(session, zone) ? t('dots.part', { n: count(doneIn(session, zone)), of: count(plannedIn(session, zone)) }) : t('dots.noplan')}
      act=${() => open('target', { zone, scars })} />`)}
    ${scars ? html`<${Key} id="back" big=${t('back')} act=${() => open('plan')} />` : html`
      <${Key} id="plan-scars" big=${t('zone.scars')} act=${() => open('plan', { scars: true })} />
      <${Key} id="layers" big=${layerOf(session.plan)} small=${session.plan?.nextDue ? t('plan.due', { day: day(session.plan.nextDue) }) : t('plan.layers.hint')} act=${() => open('layers')} />
      <${Key} id="back" big=${t('back')} act=${() => open('session')} />`}</div>`;
}

export function Target({ s, ask, open, zone, scars }) {
  const back = () => open('plan', { scars });
  return html`<${Form} action=${t('plan.set')} back=${back}
    done=${then(ask, 'session/plan', (values) => ({ zone, dots: Number(values.dots || 0) }), back)}
    begin=${{ dots: String(plannedIn(s.session, zone) ?? '') }}
    fields=${[{ name: 'dots', label: t('plan.dots', { zone: zoneName(zone) }), hint: t('plan.dots.hint') }]} />`;
}

export function Layers({ s, ask, open }) {
  const { plan } = s.session;
  const back = () => open('plan');
  return html`<${Form} action=${t('plan.set')} back=${back}
    done=${then(ask, 'session/layers', (values) => ({ layer: Number(values.layer), layers: Number(values.layers), nextDue: values.due ?? '' }), back)}
    begin=${{ layer: String(plan?.layer ?? 1), layers: String(plan?.layers ?? 1), due: plan?.nextDue ?? '' }}
    fields=${[
      { name: 'layer', label: t('form.layer') },
      { name: 'layers', label: t('form.layers') },
      { name: 'due', label: t('form.due'), hint: '2027-01-15' },
    ]} />`;
}

export function Pigment({ s, ask, open }) {
  const back = () => open('session');
  const { pigment } = s.session;
  return html`<${Form} action=${t('plan.set')} back=${back}
    done=${then(ask, 'session/pigment', (values) => ({ shade: values.shade ?? '', lot: values.lot ?? '', expires: values.expires ?? '' }), back)}
    begin=${pigment ? { shade: pigment.shade, lot: pigment.lot, expires: pigment.expires } : {}}
    fields=${[
      { name: 'shade', label: t('form.shade', { layer: layerOf(s.session.plan ?? { layer: 1, layers: 1 }) }), hint: t('form.scan') },
      { name: 'lot', label: t('form.lot'), hint: t('form.scan') },
      { name: 'expires', label: t('form.expires'), hint: '2027-05' },
    ]} />`;
}

/** Whose earlier sessions are looked for. */
export function Earlier({ open }) {
  const done = async (values) => {
    const answer = await earlier(values.client ?? '');
    if (answer.done && answer.sessions.length === 0) return { done: false, words: t('earlier.none') };
    if (answer.done) open('earlier-list', { client: values.client, sessions: answer.sessions });
    return answer;
  };
  return html`<${Form} action=${t('earlier.find')} back=${() => open('session')} done=${done}
    fields=${[{ name: 'client', label: t('form.client') }]} />`;
}

/** A choice of one of them, and whether it is gone on from or mended. */
export function EarlierList({ open, client, sessions }) {
  const [kind, setKind] = useState('next');
  const back = ['earlier-list', { client, sessions }];
  const go = (was) => {
    if (kind === 'note') open('note', { session: was.id, back });
    else if (kind === 'care') open('aftercare', { session: { ...was, client }, back });
    else open('opening', { after: was.id, client, touchUp: kind === 'touchup' });
  };
  return html`<div class="sheet keys" role="dialog">
    <${Key} id="next-layer" big=${t('earlier.next')} chosen=${kind === 'next'} act=${() => setKind('next')} />
    <${Key} id="touch-up" big=${t('earlier.touchup')} chosen=${kind === 'touchup'} act=${() => setKind('touchup')} />
    <${Key} id="amend" big=${t('note')} chosen=${kind === 'note'} act=${() => setKind('note')} />
    <${Key} id="care" big=${t('care')} chosen=${kind === 'care'} act=${() => setKind('care')} />
    <${Key} id="back" big=${t('back')} act=${() => open('session')} />
    ${sessions.map((was) => html`<${Key} key=${was.id} id=${was.id} big=${day(was.openedAt)}
      small=${t('earlier.is', { dots: count(was.dots), layer: layerOf(was.plan) })}
      act=${() => go(was)} />`)}</div>`;
}
