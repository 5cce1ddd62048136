// Turns notifications on and off for this browser. Everything else on the page works without it.
(() => {
  const box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const state = box.querySelector("[data-push-state]");
  const on = box.querySelector("[data-push-on]");
  const off = box.querySelector("[data-push-off]");
  document.querySelector("[data-push-without]").hidden = true;
  box.hidden = false;

  on.addEventListener("click", () => attempt(turnOn));
  off.addEventListener("click", () => attempt(turnOff));
  show();

  async function attempt(change) {
    on.disabled = off.disabled = true;
    try {
      await change();
      await show();
    } catch (error) {
      await show();
      if (Notification.permission !== "denied") state.textContent = error.said || box.dataset.failed;
    } finally {
      on.disabled = off.disabled = false;
    }
  }

  async function show() {
    const found = await subscription();
    const known = found && localStorage.getItem(mark()) === found.endpoint;
    const denied = Notification.permission === "denied";
    state.textContent = denied ? box.dataset.denied : known ? box.dataset.on : box.dataset.off;
    box.classList.toggle("on", Boolean(known) && !denied);
    on.hidden = denied || Boolean(known);
    off.hidden = denied || !known;
  }

  async function subscription() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    return worker ? worker.pushManager.getSubscription() : null;
  }

  async function turnOn() {
    if ((await Notification.requestPermission()) !== "granted") return;
    await navigator.serviceWorker.register("/push.js", { scope: "/" });
    const worker = await navigator.serviceWorker.ready;
    let found = await worker.pushManager.getSubscription();
    if (found && !isOurs(found)) {
      await found.unsubscribe();
      found = null;
    }
    found ??= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
    await send(box.dataset.subscribe, found.toJSON());
    localStorage.setItem(mark(), found.endpoint);
  }

  async function turnOff() {
    const found = await subscription();
    if (found) await send(box.dataset.end, { endpoint: found.endpoint });
    localStorage.removeItem(mark());
    // The browser's own subscription stays while another order of this shop still uses it.
    const others = Object.keys(localStorage).some((key) => key.startsWith("push:"));
    if (found && !others) await found.unsubscribe();
  }

  async function send(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": box.dataset.csrf },
      body: JSON.stringify(body),
    });
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({}));
      throw Object.assign(new Error("refused"), { said: told.error });
    }
  }

  // Under which name this browser remembers that it is subscribed here; the address itself is a secret.
  function mark() {
    let hash = 5381;
    for (const letter of box.dataset.subscribe) hash = (hash * 33 + letter.charCodeAt(0)) >>> 0;
    return `push:${hash}`;
  }

  function isOurs(found) {
    const key = found.options?.applicationServerKey;
    if (!key) return true;
    const ours = bytes(box.dataset.key);
    const theirs = new Uint8Array(key);
    return ours.length === theirs.length && ours.every((byte, place) => byte === theirs[place]);
  }

  function bytes(text) {
    const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4));
    return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  }
})();
