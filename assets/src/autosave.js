// Saves a form while somebody types, and says who else has it open. Without it the button does the saving.

const PAUSE = 3000;
const SOON = 500;
const RETRY = 10000;
const HEARTBEAT = 45000;
const SIGNED_OUT = 401;
const CONFLICT = 409;
const INVALID = 422;

/** Let a form with data-autosave save itself after a pause and when a field is left. */
export function autosave(form) {
  const saved = form.querySelector("[data-saved]");
  const gaps = form.querySelector("[data-gaps]");
  let edits = 0;
  let done = 0;
  let timer = 0;
  let sending = null;
  let stopped = false;
  let waiting = false;

  const say = (words) => { if (saved.textContent !== words) saved.textContent = words; };
  const plan = (pause) => {
    clearTimeout(timer);
    if (!stopped && !waiting) timer = setTimeout(save, pause);
  };

  function stop(words) {
    stopped = true;
    say(words);
  }

  function take(answer, at) {
    form.elements.version.value = answer.version;
    if (form.elements.uitgangspunt) form.elements.uitgangspunt.value = answer.basis;
    form.elements.teruggezet?.remove();
    done = at;
    say(answer.message);
    gaps.textContent = answer.gaps;
    if (edits === done) form.dispatchEvent(new CustomEvent("saved"));
  }

  async function send(at) {
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: fields(form) });
      const answer = await words(response);
      if (response.ok && answer.version) take(answer, at);
      else if (response.status === INVALID) say(answer.message ?? form.dataset.refused);
      else if (response.status === SIGNED_OUT) stop(form.dataset.signedOut);
      else if (response.status === CONFLICT) stop(answer.message ?? form.dataset.refused);
      else if (response.status < 500) stop(form.dataset.refused);
      else throw new Error("later");
    } catch {
      say(form.dataset.offline);
      plan(RETRY);
    }
  }

  async function save() {
    clearTimeout(timer);
    if (stopped || waiting || sending || edits === done) return;
    const at = edits;
    sending = send(at);
    await sending;
    sending = null;
    if (done === at && edits > at) plan(SOON);
  }

  form.addEventListener("input", () => { edits += 1; plan(PAUSE); });
  form.addEventListener("focusout", save);
  window.addEventListener("online", save);
  // The button waits for what is on its way, or its own text would look like that of somebody else.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    waiting = true;
    sending.finally(() => {
      sending = null;
      waiting = false;
      clearTimeout(timer);
      form.requestSubmit(event.submitter);
    });
  });
  // A page that comes back as it was left may be older than what was saved.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

/** Say every while that this form is open, and show who else has it open. */
export function presence(form) {
  const others = document.querySelector("[data-others]");

  async function beat() {
    if (document.hidden) return;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token?.value ?? "" });
    try {
      const response = await fetch(form.dataset.presence, { method: "POST", body });
      const answer = await words(response);
      if (response.ok && others.textContent !== answer.others) others.textContent = answer.others;
    } catch {
      // The next one tries again.
    }
  }

  beat();
  setInterval(beat, HEARTBEAT);
  document.addEventListener("visibilitychange", beat);
}

function fields(form) {
  return new URLSearchParams(new FormData(form));
}

async function words(response) {
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  return json ? response.json() : {};
}
