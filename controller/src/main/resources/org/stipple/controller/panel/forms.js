// Forms without a touch keyboard: typed on keys of the panel, on a keyboard, or by a scanner that is one.

import { html, useState } from './vendor/preact-htm.js';
import { t } from './words.js';

/** What a GS1 element string says: lot, serial and expiry; null where it is none. */
export function gs1(text) {
  const rest = text.replace(/^\](C1|d2|Q3)/, '');
  if (!/^01\d{14}/.test(rest)) return null;
  const found = {};
  let at = rest.slice(16);
  while (at.length > 2) {
    const code = at.slice(0, 2);
    at = at.slice(2);
    if (code === '17' || code === '11') {
      if (code === '17') found.expires = date(at.slice(0, 6));
      at = at.slice(6);
    } else {
      const end = at.indexOf('\u001d');
      const value = end < 0 ? at : at.slice(0, end);
      at = end < 0 ? '' : at.slice(end + 1);
      if (code === '10') found.lot = value;
      else if (code === '21') found.serial = value;
      else return null;
    }
  }
  return found;
}

/** yymmdd as a date; day 00 = the whole month. */
function date(text) {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)];
  return day === '00' ? `20${year}-${month}` : `20${year}-${month}-${day}`;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '0', '⌫'];

/**
 * A form with a number pad.
 * @param fields each {name, label, kind: text | secret | choice | check, choices}
 * @param done called with the values; answers {done, words}
 */
export function Form({ fields, begin, action, done, back }) {
  const [values, setValues] = useState(begin ?? {});
  const [active, setActive] = useState(fields.find((field) => field.kind !== 'choice' && field.kind !== 'check')?.name);
  const [error, setError] = useState('');
  const put = (name, value) => {
    const scanned = gs1(value);
    setError('');
    setValues((old) => (scanned ? { ...old, ...scanned } : { ...old, [name]: value }));
  };
  const type = (key) => {
    const old = values[active] ?? '';
    put(active, key === '⌫' ? old.slice(0, -1) : old + key);
  };
  const submit = async () => {
    const answer = await done(values);
    if (!answer.done) setError(answer.words || t('said.silent'));
  };
  return html`<div class="sheet form" role="dialog">
    <div class="fields">${fields.map((field) => html`<${Field} key=${field.name} field=${field} value=${values[field.name]}
      active=${active === field.name} choose=${() => setActive(field.name)} put=${(value) => put(field.name, value)} />`)}
      <div class="pair">
        <button class="key" id="back" onClick=${back}>${t('back')}</button>
        <button class="key go" id="go" onClick=${submit}>${action}</button>
      </div>
    </div>
    <div class="pad">
      ${KEYS.map((key) => html`<button class="key" tabindex=${0} onClick=${() => type(key)} aria-label=${key === '⌫' ? t('pad.back') : key}>${key}</button>`)}
    </div>
    ${error && html`<div class="wrong" role="alert">${error}</div>`}
  </div>`;
}

function Field({ field, value, active, choose, put }) {
  if (field.kind === 'check') {
    return html`<button class=${`field check ${value ? 'on' : ''}`} id=${`f-${field.name}`} role="checkbox" aria-checked=${value ? 'true' : 'false'}
      onClick=${() => put(value ? '' : 'yes')}><span class="box">${value ? '✓' : ''}</span><span>${field.label}</span></button>`;
  }
  if (field.kind === 'choice') {
    const at = Math.max(0, field.choices.indexOf(value));
    return html`<button class="field" id=${`f-${field.name}`} onClick=${() => put(field.choices[(at + 1) % field.choices.length])}>
      <span class="label">${field.label}</span><b>${value ?? field.choices[0]} ▸</b></button>`;
  }
  return html`<label class=${`field ${active ? 'active' : ''}`}><span class="label">${field.label}</span>
    <input id=${`f-${field.name}`} value=${value ?? ''} inputmode="none" autocomplete="off" spellcheck=${false}
      type=${field.kind === 'secret' ? 'password' : 'text'} placeholder=${field.hint ?? ''}
      onFocus=${choose} onInput=${(event) => put(event.currentTarget.value)} /></label>`;
}
