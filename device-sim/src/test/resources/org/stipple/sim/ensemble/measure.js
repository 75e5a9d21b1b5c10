// What a person could measure with a ruler and an eye on the page as it is now. Millimetres are those of a
// 7 inch display, 154 x 86 mm. Evaluated in the page by the tests; answers lists of complaints.
(() => {
  const mmX = 154 / innerWidth;
  const mmY = 86 / innerHeight;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return false;
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  };
  const name = (element) => `${element.id || element.className || element.tagName} "${element.textContent.trim().slice(0, 24)}"`;
  const keys = [...document.querySelectorAll('button, input')].filter(seen).map((element) => {
    const box = (element.closest('.field') ?? element).getBoundingClientRect();
    return { element, box };
  });
  const p1 = [];
  for (const { element, box } of keys) {
    const [w, h] = [box.width * mmX, box.height * mmY];
    if (w < 14.99 || h < 14.99) p1.push(`${name(element)} is ${w.toFixed(2)} x ${h.toFixed(2)} mm`);
    if (box.left < -0.5 || box.top < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5) p1.push(`${name(element)} is off the screen`);
  }
  for (let i = 0; i < keys.length; i++) {
    for (let j = i + 1; j < keys.length; j++) {
      const [a, b] = [keys[i].box, keys[j].box];
      const dx = Math.max(a.left - b.right, b.left - a.right) * mmX;
      const dy = Math.max(a.top - b.bottom, b.top - a.bottom) * mmY;
      if (Math.max(dx, dy) < 1.69) p1.push(`${name(keys[i].element)} and ${name(keys[j].element)} are ${Math.max(dx, dy).toFixed(2)} mm apart`);
    }
  }
  for (const element of document.querySelectorAll('body *')) {
    if (!seen(element) || element.closest('svg') || element.closest('.chart') || element.tagName === 'INPUT') continue;
    const over = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
    const clips = getComputedStyle(element).overflowX !== 'visible' || element.tagName === 'BUTTON';
    if (clips && (over[0] > 1 || over[1] > 1) && element.clientWidth > 0) p1.push(`${name(element)} overflows by ${over} px`);
  }
  for (const { element, box } of keys) {
    for (const child of element.querySelectorAll('b, small, span, div')) {
      const inner = child.getBoundingClientRect();
      if (inner.width > 0 && (inner.right > box.right + 1 || inner.left < box.left - 1 || inner.bottom > box.bottom + 1 || inner.top < box.top - 1)) p1.push(`${name(child)} is larger than its key`);
    }
  }
  const scroller = document.scrollingElement;
  if (scroller.scrollWidth > innerWidth || scroller.scrollHeight > innerHeight) p1.push('the page scrolls');

  const p2 = [];
  const rgb = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 1) > 0.8) return colour;
    }
    return [0, 0, 0];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() === '' || !seen(element) || element.closest('.chart')) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgb(style.color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const cap = parseFloat(style.fontSize) * 0.727 * mmY;
    const main = element.id === 'hz';
    if (ratio < (main ? 7 : 4.5)) p2.push(`${name(element)} has contrast ${ratio.toFixed(2)}`);
    if (cap < 2.29) p2.push(`${name(element)} has a cap height of ${cap.toFixed(2)} mm`);
    if (main && cap < 12) p2.push(`the main numeral is ${cap.toFixed(2)} mm high`);
  }
  const stop = document.querySelector('#stop');
  const box = stop.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return { p1: [...new Set(p1)], p2: [...new Set(p2)], stop: [box.left, box.top, box.width, box.height].map((v) => Math.round(v)).join(' ') + (stop.contains(top) ? '' : ' covered') };
})()
