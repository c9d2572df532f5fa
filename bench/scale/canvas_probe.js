// What the canvas benchmark looks with: put into the page before its own scripts.
(() => {
  const sockets = [];
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      sockets.push(this);
    }
  };
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const cards = () => document.querySelectorAll('.react-flow__node');
  const say = (data) => {
    for (const socket of sockets) {
      if (socket.readyState !== Native.OPEN) continue;
      socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(data) }));
    }
  };
  const longest = () => {
    let worst = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) worst = Math.max(worst, entry.duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    return () => {
      observer.disconnect();
      return worst;
    };
  };
  let running = false;
  let gaps = [];
  let last = '';
  const status = (run, node, value, seq) => ({
    type: 'node_update', run_id: run, node_id: node, iteration: 1, status: value, seq,
  });
  window.probe = {
    /** Until that many cards are measured and painted. */
    async drawn(count) {
      const ready = () => [...cards()].filter((card) => card.style.visibility !== 'hidden').length;
      while (ready() < count) await frame();
      await frame();
      await frame();
    },
    /** True once the camera rests. */
    still() {
      const now = document.querySelector('.react-flow__viewport')?.style.transform ?? '';
      const same = now !== '' && now === last;
      last = now;
      return same;
    },
    start() {
      running = true;
      gaps = [];
      let before = performance.now();
      const beat = (now) => {
        gaps.push(now - before);
        before = now;
        if (running) requestAnimationFrame(beat);
      };
      requestAnimationFrame((now) => {
        before = now;
        requestAnimationFrame(beat);
      });
    },
    stop() {
      running = false;
      return gaps;
    },
    /** The middle of a card that nothing covers. */
    cardInView() {
      for (const card of cards()) {
        const { x, y, width, height } = card.getBoundingClientRect();
        const place = [x + width / 2, y + height / 2];
        if (document.elementFromPoint(...place)?.closest('.react-flow__node') === card) return place;
      }
      return [0, 0];
    },
    async oneMessage(run) {
      const touched = new Set();
      const observer = new MutationObserver((list) => {
        for (const { target } of list) {
          const element = target instanceof Element ? target : target.parentElement;
          const card = element?.closest('.react-flow__node');
          if (card) touched.add(card);
        }
      });
      const canvas = document.querySelector('.react-flow');
      observer.observe(canvas, { subtree: true, childList: true, attributes: true, characterData: true });
      say(status(run, 'n40', 'running', 900));
      for (let count = 0; count < 20; count += 1) await frame();
      observer.disconnect();
      return touched.size;
    },
    async burst(run, count) {
      const end = longest();
      const began = performance.now();
      for (let at = 0; at < count; ) {
        const due = Math.min(count, Math.ceil((performance.now() - began) * (count / 1000)));
        for (; at < due; at += 1) {
          const node = `n${1 + (at % 499)}`;
          const type = at % 2 ? 'NodeCompleted' : 'NodeStarted';
          const seq = 1000 + at;
          say({
            type: 'event', run_id: run,
            event: { seq, type, node_id: node, iteration: 1, payload: {}, at: new Date().toISOString() },
          });
          say(status(run, node, at % 2 ? 'completed' : 'running', seq));
        }
        await new Promise((done) => setTimeout(done, 4));
      }
      const seconds = (performance.now() - began) / 1000;
      for (let wait = 0; wait < 30; wait += 1) await frame();
      return { seconds, longest: end() };
    },
  };
})();
