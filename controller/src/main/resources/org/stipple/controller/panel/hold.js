// A key that must be held: one finger, on the key, for a second. Anything else lets go.

export const HOLD_MS = 1000;

let timer = 0;
let holder = null;
let key = null;

function letGo() {
  clearTimeout(timer);
  key?.classList.remove('held');
  holder = key = null;
}

function begin(element, who, done) {
  letGo();
  holder = who;
  key = element;
  element.classList.add('held');
  timer = setTimeout(() => {
    letGo();
    done();
  }, HOLD_MS);
}

document.addEventListener('pointerdown', (event) => {
  if (holder !== null && event.pointerId !== holder) letGo();
}, true);
document.addEventListener('visibilitychange', letGo);

/** The handlers of such a key. */
export function held(done) {
  return {
    onPointerDown: (event) => {
      if (!event.isPrimary || holder !== null) return letGo();
      const { currentTarget: element, pointerId } = event;
      if (element.hasPointerCapture(pointerId)) element.releasePointerCapture(pointerId); // a slide off must be seen
      begin(event.currentTarget, event.pointerId, done);
    },
    onPointerMove: (event) => {
      if (event.pointerId !== holder || key === null) return;
      const box = key.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right
        && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) letGo();
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onPointerLeave: letGo,
    onBlur: letGo,
    onKeyDown: (event) => {
      if ((event.key === 'Enter' || event.key === ' ') && !event.repeat && holder === null) {
        begin(event.currentTarget, 'key', done);
      }
    },
    onKeyUp: letGo,
    onContextMenu: (event) => event.preventDefault(),
  };
}
