// Lets the browser make or use a passkey. What it needs comes from the server, its answer goes back there.

const toBytes = (text) => {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
};

const toText = (buffer) => {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

const known = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

async function make(options) {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return answer(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function use(options) {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  };
  const used = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = used.response;
  return answer(used, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

const answer = (credential, response) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
});

/** Send JSON; a redirect means that the page itself has to be opened again. */
async function send(url, form, content) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    body: JSON.stringify(content),
  });
  if (response.redirected) {
    window.location.reload();
    return new Promise(() => {});
  }
  const words = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(words.message ?? form.dataset.failed);
  return words;
}

async function run(form) {
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  try {
    const options = await send(form.dataset.options, form, {});
    const made = await (form.dataset.passkey === "create" ? make(options) : use(options)).catch((error) => {
      const twice = error.name === "InvalidStateError" && form.dataset.known;
      throw new Error(twice || form.dataset.failed);
    });
    const { url } = await send(form.dataset.answer, form, {
      answer: made,
      name: form.elements.name?.value,
      kept: form.elements.ingevuld?.value,
    });
    window.location.assign(url);
  } catch (error) {
    said.textContent = error.message || form.dataset.failed;
  }
}

/** Show a form for passkeys where the browser knows them, and let its button do the work. */
export function passkey(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  document.querySelector("[data-passkey-help]")?.remove();
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    await run(form);
    busy = false;
  });
}
