// The list of orders, live: hears which orders have changed, and puts their cards in place.
// Without this script the list says the same; it is then as old as its last loading.
(() => {
  const list = document.querySelector("[data-orders]");
  const announcer = document.querySelector("[data-announcer]");
  const ended = document.querySelector("[data-ended]");
  if (!list || !announcer || !("EventSource" in window)) return;
  const AGAIN_AFTER = 15_000;
  let stream = null;
  let waiting = null;

  const markLive = (on) => document.querySelectorAll("[data-live-mark]").forEach((mark) => { mark.hidden = !on; });

  // An answer that comes from elsewhere is the sign-in's: the session is over.
  const ask = async (path) => {
    const answer = await fetch(path, { cache: "no-store", headers: { accept: "*/*" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      stream?.close();
      clearTimeout(waiting);
      markLive(false);
      ended.hidden = false;
      throw new Error("signed out");
    }
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    return answer;
  };

  const put = async (number) => {
    const fresh = new DOMParser().parseFromString(await (await ask(`/my-orders/${number}/card/`)).text(), "text/html");
    const next = fresh.querySelector("[data-number]");
    const old = document.getElementById(number);
    if (!next || !old || +next.dataset.version <= +old.dataset.version) return;
    const held = old.contains(document.activeElement);
    old.replaceWith(next);
    if (held) next.querySelector("a").focus({ preventScroll: true });
    next.classList.add("fresh-in");
    announcer.textContent = next.dataset.say;
  };

  const hear = (event) => {
    Object.entries(JSON.parse(event.data)).forEach(([number, version]) => {
      const card = document.getElementById(number);
      if (card && +card.dataset.version < version) put(number).catch(() => {});
    });
  };

  const listen = (address) => {
    stream?.close();
    stream = new EventSource(address);
    stream.addEventListener("open", () => markLive(true));
    stream.addEventListener("orders", hear);
    stream.addEventListener("renew", renew);
    stream.addEventListener("error", () => {
      markLive(false);
      // The browser comes back by itself, unless the answer was no stream: then the ticket is too old.
      if (stream.readyState === EventSource.CLOSED) later();
    });
  };

  const later = () => { clearTimeout(waiting); waiting = setTimeout(renew, AGAIN_AFTER * (0.5 + Math.random())); };

  const renew = async () => {
    stream?.close();
    try {
      listen((await (await ask(list.dataset.renew)).json()).events);
    } catch {
      if (ended.hidden) later();
    }
  };

  addEventListener("pagehide", () => { stream?.close(); clearTimeout(waiting); });
  addEventListener("pageshow", (event) => { if (event.persisted) renew(); });
  listen(list.dataset.events);
})();
