// Turns notifications on and off for this browser. Everything else on the page works without it.
(() => {
  const box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const state = box.querySelector("[data-push-state]");
  const on = box.querySelector("[data-push-on]");
  const off = box.querySelector("[data-push-off]");
  const known = new Set(box.dataset.known.split(" "));
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
    const isKnown = Boolean(found) && known.has(await hash(found.endpoint));
    const isDenied = Notification.permission === "denied";
    state.textContent = isDenied ? box.dataset.denied : isKnown ? box.dataset.on : box.dataset.off;
    box.classList.toggle("on", isKnown && !isDenied);
    on.hidden = isDenied || isKnown;
    off.hidden = isDenied || !isKnown;
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
    known.add(await hash(found.endpoint));
  }

  // The browser's own subscription stays: another order, or the account, may be told by it too.
  async function turnOff() {
    const found = await subscription();
    if (!found) return;
    await send(box.dataset.end, { endpoint: found.endpoint });
    known.delete(await hash(found.endpoint));
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

  // As the shop writes it down: the address itself is a secret.
  async function hash(endpoint) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
    return btoa(String.fromCharCode(...digest)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
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
