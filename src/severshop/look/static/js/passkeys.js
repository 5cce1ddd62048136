// Passkeys: asks the browser for one, and sends what it answers with the form around the button.
const supported = "PublicKeyCredential" in window && "credentials" in navigator;

const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer;
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withIds = (list) => (list ?? []).map((one) => ({ ...one, id: fromText(one.id) }));

function creationOptions({ publicKey }) {
  return {
    publicKey: {
      ...publicKey,
      challenge: fromText(publicKey.challenge),
      user: { ...publicKey.user, id: fromText(publicKey.user.id) },
      excludeCredentials: withIds(publicKey.excludeCredentials),
      // Kept on the device with the account's name: that is what makes it a passkey.
      authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  };
}

function requestOptions({ publicKey }) {
  return { publicKey: { ...publicKey, challenge: fromText(publicKey.challenge), allowCredentials: withIds(publicKey.allowCredentials) } };
}

function asJson(credential) {
  const { response } = credential;
  const told = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) told[name] = toText(response[name]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: told,
  };
}

async function fetched(form) {
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return (await answer.json()).request_options;
}

// Asked for once: the server remembers one challenge, and a second would make the first answer wrong.
let asked = null;

async function optionsFor(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(form.dataset.options);
  asked ??= fetched(form);
  try {
    return await asked;
  } catch (error) {
    asked = null;
    throw error;
  }
}

async function ask(form, extra = {}) {
  const options = await optionsFor(form);
  const credential =
    form.dataset.passkey === "add"
      ? await navigator.credentials.create(creationOptions(options))
      : await navigator.credentials.get({ ...requestOptions(options), ...extra });
  form.elements.credential.value = JSON.stringify(asJson(credential));
  form.submit();
}

let waiting = null;
let offered = null;

async function start(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  const button = form.querySelector("[data-passkey-start]");
  failed.hidden = true;
  button.disabled = true;
  waiting?.abort();
  // Browsers take one question at a time: the one within the field has to be over first.
  await offered;
  try {
    await ask(form);
  } catch {
    failed.hidden = false;
  } finally {
    button.disabled = false;
  }
}

// The browser offers passkeys within the e-mail field, where it can.
async function offer(form) {
  waiting = new AbortController();
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  try {
    await ask(form, { mediation: "conditional", signal: waiting.signal });
  } catch {
    // Not taken up, or given up for the button: nothing to say.
  }
}

if (supported) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    for (const there of form.querySelectorAll("[data-passkey-there]")) there.hidden = false;
    for (const missing of form.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
    form.querySelector("[data-passkey-start]").addEventListener("click", () => start(form));
    if (form.dataset.passkey === "sign-in") offered = offer(form);
  }
}
