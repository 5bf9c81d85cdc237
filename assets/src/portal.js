// Small help for those who have JavaScript. Every page works without it.
import { autosave, presence } from "./autosave.js";
import { passkey } from "./passkeys.js";
import { watchPersonalData } from "./personal-data.js";
import { offerReveal } from "./reveal.js";
import { staying } from "./staying.js";

const PAUSE = 3000;

/** Put the reader at the summary of errors, where the work continues. */
function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}

/** Let the browser ask before text that was typed but not saved gets lost. */
function guardUnsaved(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("saved", () => { changed = false; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

/** A double click sends once; after a pause a failed sending may be tried again. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    mark(form, true);
    setTimeout(() => {
      delete form.dataset.sent;
      mark(form, false);
    }, PAUSE);
  });
}

function mark(form, busy) {
  for (const button of form.querySelectorAll("button")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

focusErrors();
// First, for it may hold a sending back that the others then never hear of.
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("form[data-presence]").forEach(presence);
document.querySelectorAll("form[data-passkey]").forEach(passkey);
document.querySelectorAll("form[data-guard]").forEach(guardUnsaved);
document.querySelectorAll('form[method="post"]:not([data-passkey])').forEach(sendOnce);
document.querySelectorAll("[data-staying]").forEach(staying);
watchPersonalData();
offerReveal();
