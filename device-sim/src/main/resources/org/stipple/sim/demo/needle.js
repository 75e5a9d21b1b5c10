// The needle in side view. At 100 strokes a second the eye sees nothing, so while it runs the picture turns
// 50 times slower than the shaft; at rest it shows the true angle.

const SLOWER = 50;
const PX_PER_MM = 22;
const STROKE_MM = 3;
const TIP_Y = 292;
const HUB = { x: 165, y: 72 };
const CRANK_PX = STROKE_MM / 2 * PX_PER_MM;
const RUNS_FROM_HZ = 3;

const byId = id => document.getElementById(id);

export function needle() {
  let seen = null;
  let turned = 0;
  let lastMs = 0;

  function frame(nowMs) {
    const passedMs = Math.min(100, nowMs - lastMs);
    lastMs = nowMs;
    if (seen) draw(passedMs / 1000);
    requestAnimationFrame(frame);
  }

  function draw(seconds) {
    const runs = Math.abs(seen.frequencyHz) > RUNS_FROM_HZ;
    const real = seen.angleFromNeedleUpDegrees * Math.PI / 180;
    turned = runs ? turned + 2 * Math.PI * seen.frequencyHz / SLOWER * seconds : real;
    // The needle's place follows the plant at rest; in slow motion it is where the plant's needle is at that angle.
    const upMm = STROKE_MM / 2 * (1 + Math.cos(turned));
    const beyondMm = runs ? seen.protrusionMm - upMm : seen.needleBeyondTipMm;
    const shift = TIP_Y + beyondMm * PX_PER_MM - 300;
    byId('needle').setAttribute('transform', `translate(0 ${shift.toFixed(2)})`);
    byId('crank').setAttribute('transform', `rotate(${(turned * 180 / Math.PI).toFixed(1)} ${HUB.x} ${HUB.y})`);
    const rod = byId('rod');
    rod.setAttribute('x1', (HUB.x + CRANK_PX * Math.sin(turned)).toFixed(2));
    rod.setAttribute('y1', (HUB.y - CRANK_PX * Math.cos(turned)).toFixed(2));
    rod.setAttribute('y2', (145 + shift).toFixed(2));
    byId('slow').textContent = runs ? `slow motion, ${SLOWER} times slower than the shaft` : 'true angle of the shaft';
  }

  requestAnimationFrame(frame);
  return {
    show(board, onSkin) {
      seen = board;
      byId('skinArt').classList.toggle('on', onSkin);
    },
  };
}
