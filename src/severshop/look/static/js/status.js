// The order's page, live: listens, fetches the page when it has changed, and puts it in place.
// Without this script the page says the same; it is then as old as its last loading.
(() => {
  const body = () => document.querySelector("[data-status]");
  const announcer = document.querySelector("[data-announcer]");
  const connection = document.querySelector("[data-connection]");
  if (!body() || !announcer || !connection) return;

  const written = document.documentElement.lang || "en";
  // The shop writes British English: the day before the month, and no AM or PM.
  const language = written === "en" ? "en-GB" : written;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const POLL_EVERY = 30_000;
  const LOOK_WITHIN = 1500;
  const STALE_AFTER = 15 * 60_000;
  const MINUTE = 60_000;
  let checkedAt = Date.now();
  let fetching = null;
  let read = null;
  let poll = null;

  // --- times: absolute on the page, said as today or 4 minutes ago where that helps ---

  const shifted = (iso) => {
    const offset = /([+-])(\d\d):(\d\d)$/.exec(iso);
    const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (60 * offset[2] + +offset[3]) : 0;
    return new Date(Date.now() + minutes * MINUTE).toISOString().slice(0, 10);
  };
  const daysFromToday = (iso) => (Date.parse(iso.slice(0, 10)) - Date.parse(shifted(iso))) / 86_400_000;

  const ago = (iso) => {
    const minutes = Math.round((Date.now() - Date.parse(iso)) / MINUTE);
    if (minutes < 0) return "";
    if (minutes < 60) return relative.format(-minutes, "minute");
    if (minutes < 48 * 60) return relative.format(-Math.round(minutes / 60), "hour");
    return relative.format(-Math.round(minutes / 1440), "day");
  };

  const sayTimes = () => {
    document.querySelectorAll("time[data-near]").forEach((time) => {
      const days = daysFromToday(time.dateTime);
      time.dataset.absolute ??= time.textContent;
      time.textContent = Math.abs(days) <= 1
        ? `${relative.format(days, "day")} ${time.dataset.near}`
        : time.dataset.absolute;
    });
    document.querySelectorAll("time[data-day]").forEach((time) => {
      const local = new Date();
      const today = Date.UTC(local.getFullYear(), local.getMonth(), local.getDate());
      const days = (Date.parse(time.dateTime) - today) / 86_400_000;
      time.dataset.absolute ??= time.textContent;
      const word = Math.abs(days) <= 1 ? relative.format(days, "day") : "";
      time.textContent = word
        ? `${word[0].toLocaleUpperCase(language)}${word.slice(1)}, ${time.dataset.absolute}`
        : time.dataset.absolute;
    });
    document.querySelectorAll("[data-ago]").forEach((place) => {
      const words = ago(place.dataset.ago);
      place.textContent = words ? `(${words})` : "";
    });
  };

  // --- a new version ---

  const swap = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const old = body();
    const next = fresh.querySelector("[data-status]");
    if (!next) return;
    const isNews = next.dataset.version !== old.dataset.version;
    // The same version can read differently: words that age alone changes.
    const isOlder = read !== null && read !== text;
    read = text;
    if (!isNews && !isOlder) return;
    const opened = [...old.querySelectorAll("details")].map((details) => details.open);
    const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    old.replaceWith(next);
    next.querySelectorAll("details").forEach((details, place) => { details.open = opened[place] ?? false; });
    if (held) next.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    document.title = fresh.title;
    if (isNews) {
      next.classList.add("fresh-in");
      announcer.textContent = next.dataset.say;
    }
    sayTimes();
    markLive(stream?.readyState === EventSource.OPEN);
  };

  const look = async () => {
    fetching ??= fetch(location.pathname + location.search, { headers: { accept: "text/html" }, cache: "no-cache" });
    try {
      const answer = await fetching;
      if (answer.ok) {
        const text = await answer.clone().text();
        checkedAt = Date.now();
        reached();
        swap(text);
      }
    } catch {
      lost();
    } finally {
      fetching = null;
    }
  };

  // --- the connection ---

  const markLive = (on) => document.querySelectorAll("[data-live-mark]").forEach((mark) => { mark.hidden = !on; });

  const reached = () => { connection.hidden = true; };

  const lost = () => {
    markLive(false);
    const known = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(checkedAt);
    connection.textContent = connection.dataset.offline.replace("MOMENT", known);
    connection.hidden = false;
  };

  const startPolling = () => { poll ??= setInterval(look, POLL_EVERY); };
  const stopPolling = () => { clearInterval(poll); poll = null; };

  let stream = null;
  const listen = () => {
    if (!("EventSource" in window)) {
      startPolling();
      return;
    }
    stream = new EventSource(`${body().dataset.events ?? `${location.pathname}/events`}?after=${body().dataset.version}`);
    stream.addEventListener("open", () => {
      stopPolling();
      reached();
      checkedAt = Date.now();
      markLive(true);
    });
    stream.addEventListener("status", (event) => {
      checkedAt = Date.now();
      if (event.lastEventId !== body().dataset.version) look();
    });
    stream.addEventListener("error", () => {
      markLive(false);
      startPolling();
      // Not all at once: when a server ends, every page it held notices in the same moment.
      setTimeout(look, Math.random() * LOOK_WITHIN);
      // The browser gives up for good after an answer that is no stream: try again later ourselves.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, POLL_EVERY);
    });
  };

  addEventListener("offline", lost);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    sayTimes();
    if (Date.now() - checkedAt > STALE_AFTER) look();
  });
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { look(); listen(); } });

  sayTimes();
  setInterval(() => {
    sayTimes();
    if (document.visibilityState === "visible" && Date.now() - checkedAt > STALE_AFTER) look();
  }, MINUTE);
  listen();
})();
