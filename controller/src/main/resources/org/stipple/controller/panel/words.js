// What the panel says: message bundles, numbers and times as the language writes them.

export const LANGUAGES = ['en', 'de'];

let bundle = {};
let locale = 'en';

/** Loads a language; "pseudo" is English made 40 % longer, to see whether a longer one would fit. */
export async function speak(language) {
  const real = LANGUAGES.includes(language) ? language : 'en';
  const response = await fetch(`messages/${real}.json`);
  const loaded = await response.json();
  bundle = language === 'pseudo'
    ? Object.fromEntries(Object.entries(loaded).map(([key, text]) => [key, lengthened(text)])) : loaded;
  locale = real;
  document.documentElement.lang = real;
}

/** Each word grows by as much; what stands in braces is no word. */
function lengthened(text) {
  let due = 0;
  return text.replaceAll(/\{\w+\}|[a-z]/gi, (c) => {
    if (c.length > 1) return c;
    due += 0.4;
    if (due < 1) return c;
    due -= 1;
    return `${c}e`;
  });
}

/** The message of that key; {name} in it is replaced by what is given for the name. */
export function t(key, given = {}) {
  const text = bundle[key];
  if (text === undefined) {
    console.error(`no message ${key}`);
    return key;
  }
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => given[name] ?? '');
}

/** The message of that key, or the words as they came where no bundle knows them. */
export const told = (key, words) => (key in bundle ? t(key) : words);

const known = (value) => typeof value === 'number' && Number.isFinite(value);

export function number(value, digits = 0) {
  return known(value)
    ? value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false })
    : '–';
}

export function count(value) {
  return known(value) ? value.toLocaleString(locale).replaceAll(/[.,]/g, '\u202f') : '–';
}

export function signed(value, digits) {
  const text = number(Math.abs(value), digits);
  return /[1-9]/.test(text) ? (value < 0 ? '−' : '+') + text : `±${text}`;
}

/** h:mm:ss */
export function clock(seconds) {
  if (!known(seconds)) return '–:––:––';
  const s = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, '0');
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** A day, or that of a moment. */
export const day = (iso) => (iso ? new Date(iso).toLocaleDateString(locale, { year: 'numeric', month: '2-digit', day: '2-digit' }) : '–');

export const zoneName = (label) =>
  label.startsWith('scar-') ? t('zone.scar', { n: label.slice(5) }) : t(`zone.${label}`);
