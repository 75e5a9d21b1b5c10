// What calls somebody, highest first. The controller's own alarm comes before what this page finds.

import { html } from './vendor/preact-htm.js';
import { MenuKey } from './tiles.js';
import { t, told } from './words.js';

const RANK = { high: 3, medium: 2, low: 1 };
const MARKS = { high: '!!!', medium: '!!', low: '!' };

/** The alarms of a state, each {priority, marks, title, text, occurrence, acknowledged, pausedForS}. */
export function alarmsOf(s) {
  const found = [];
  if (s.alarm) {
    found.push({
      ...s.alarm,
      title: told(`alarm.${s.alarm.name}`, s.alarm.text),
      text: told(`alarm.${s.alarm.name}.do`, s.linkReason ?? ''),
    });
  }
  const own = (priority, key, given) => found.push({
    priority, marks: MARKS[priority], title: t(`alarm.${key}`, given), text: t(`alarm.${key}.do`, given),
  });
  if (s.trouble) own('medium', 'record', { why: s.trouble });
  if (s.session?.dose?.full) own('medium', 'dose_full', { n: s.session.dose.hardStrokes });
  else if (s.session?.dose?.warns) own('low', 'dose', { n: s.session.dose.strokes, of: s.session.dose.hardStrokes });
  return found.sort((a, b) => RANK[b.priority] - RANK[a.priority]);
}

/** The banner of the highest alarm. Once it was seen the way to the sheets is back, however long it stands. */
export function Alarm({ alarms, mine, ask, open }) {
  const [first] = alarms;
  if (first === undefined) return null;
  const waits = first.occurrence !== undefined && !first.acknowledged;
  return html`<section class=${`alarm ${first.priority} ${first.acknowledged ? 'seen' : ''}`}>
    <div class="words" role="alert" key=${`${first.title}${first.occurrence ?? ''}`}>
      <div class="marks">${first.marks}${alarms.length > 1 && html`<small>${t('alarm.more', { n: alarms.length - 1 })}</small>`}${first.acknowledged && html`<small>${t('alarm.seen')}</small>`}</div>
      <div class="title">${first.title}</div>
      <div class="text">${first.text}</div>
    </div>
    ${waits
      ? html`<button id="seen" disabled=${!mine} onClick=${() => ask('acknowledge', { occurrence: first.occurrence })}>${t('alarm.see')}</button>
        <button id="quiet" disabled=${!mine || first.pausedForS > 0} onClick=${() => ask('pause-sound')}>
          ${first.pausedForS > 0 ? t('alarm.paused', { s: Math.ceil(first.pausedForS) }) : t('alarm.pause')}</button>`
      : html`<${MenuKey} off=${false} open=${open} />`}
  </section>`;
}
