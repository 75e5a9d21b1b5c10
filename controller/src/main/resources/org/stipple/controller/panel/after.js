// What follows a session: notes that amend it, and the sheet that the client takes home.

import { html } from './vendor/preact-htm.js';
import { Form } from './forms.js';
import { layerOf } from './course.js';
import { count, day, t, zoneName } from './words.js';

const REASONS = ['correction', 'observation', 'reaction', 'other'];

export function Note({ ask, open, session, back }) {
  const reasons = REASONS.map((reason) => t(`note.${reason}`));
  const leave = () => open(...back);
  const done = async (values) => {
    const reason = REASONS[Math.max(0, reasons.indexOf(values.reason))];
    const answer = await ask('session/note', { session, author: values.author ?? '', reason, text: values.text ?? '' });
    if (answer.done) leave();
    return answer;
  };
  return html`<${Form} action=${t('note.sign')} done=${done} back=${leave} fields=${[
    { name: 'author', label: t('note.author') },
    { name: 'reason', label: t('note.reason'), kind: 'choice', choices: reasons },
    { name: 'text', label: t('note.text'), hint: t('note.hint') },
  ]} />`;
}

const ADVICE = ['clean', 'dry', 'sun', 'sweat', 'hands', 'scabs', 'products', 'call'];

/** What is printed stands in the page unseen; the sheet says what it will hold. */
export function Aftercare({ open, session, back }) {
  const zones = Object.entries(session.zones).filter(([, done]) => done.dots > 0);
  const { plan, pigment } = session;
  return html`<div class="sheet gestures" role="dialog">
    <p><b>${t('care.title')}</b> ${t('care.about', { client: session.client, day: day(session.openedAt) })}</p>
    <p>${t('care.print.hint')}</p>
    <div class="pair"><button class="key" id="back" onClick=${() => open(...back)}>${t('back')}</button>
      <button class="key go" id="print" onClick=${() => window.print()}>${t('care.print')}</button></div>
    <article id="paper">
      <h1>${t('care.title')}</h1>
      <p>${t('care.about', { client: session.client, day: day(session.openedAt) })}</p>
      <table><thead><tr><th>${t('zone')}</th><th>${t('summary.dots')}</th></tr></thead><tbody>
        ${zones.map(([zone, done]) => html`<tr key=${zone}><td>${zoneName(zone)}</td><td>${count(done.dots)}</td></tr>`)}</tbody></table>
      ${plan && html`<p>${layerOf(plan)}${plan.nextDue && html`; <b>${t('plan.due', { day: day(plan.nextDue) })}</b>`}</p>`}
      ${pigment && html`<p>${t('pigment')}: ${t('pigment.is', pigment)}</p>`}
      <h2>${t('care.days')}</h2>
      <ul>${ADVICE.map((name) => html`<li key=${name}>${t(`care.${name}`)}</li>`)}</ul>
      <h2>${t('care.doctor')}</h2><p>${t('care.doctor.when')}</p>
      <p class="line">${t('care.clinic')}</p><p class="line">${t('care.signed')}</p>
      <footer>${t('care.session', { id: session.id })}</footer>
    </article></div>`;
}
