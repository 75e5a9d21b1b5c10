// Stands in the page between its code and the controller: notes what is told and ordered, and, where a test says
// so, lets nothing through, leaves an order unanswered, or shows a state that the machine is not in just now.
(() => {
  const relay = {
    cut: false, // nothing that comes is passed on
    mute: null, // orders of that name are never answered
    answer: null, // every order is answered so, and does not go out
    over: {}, // shown instead of what the controller tells
    told: {}, // what the controller has told, whole
    kinds: [], // of the messages of this life of the controller
    orders: [], // {name, body}
    heard: 0, // messages that came
    boot: null, seq: -1, take: null, open: () => false,
    /** Shows that over what is told, from now on. */
    show(over) {
      relay.over = over;
      if (relay.take !== null && relay.seq >= 0) relay.pass('snapshot', relay.told);
    },
    pass(kind, state) {
      relay.take({ data: JSON.stringify({ kind, boot: relay.boot, seq: relay.seq, state: { ...state, ...relay.over } }) });
    },
    /** A message as of a machine where nothing changes but that it lives. */
    tick() {
      relay.seq += 1;
      relay.told = { ...relay.told, seq: relay.told.seq + 1, tachSeq: relay.told.tachSeq + 1, nowMs: relay.told.nowMs + 50 };
      const { seq, tachSeq, nowMs } = relay.told;
      relay.pass('delta', { seq, tachSeq, nowMs });
    },
  };
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    set onmessage(take) {
      relay.take = take;
      relay.open = () => this.readyState === Real.OPEN;
      super.onmessage = (event) => {
        const { kind, boot, seq, state } = JSON.parse(event.data);
        relay.heard += 1;
        if (relay.cut) return;
        if (boot !== relay.boot) relay.kinds = [];
        relay.kinds.push(kind);
        relay.told = kind === 'snapshot' ? state : { ...relay.told, ...state };
        Object.assign(relay, { boot, seq });
        relay.pass(kind, state);
      };
    }
  };
  const ask = window.fetch;
  window.fetch = (url, options) => {
    const name = String(url).replace(/^api\//, '');
    if (options?.method === 'POST') relay.orders.push({ name, body: JSON.parse(options.body) });
    if (options?.method === 'POST' && relay.answer !== null) return Promise.resolve(new Response(JSON.stringify(relay.answer)));
    if (relay.mute !== name) return ask(url, options);
    return new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)));
  };
  window.relay = relay;
})();
