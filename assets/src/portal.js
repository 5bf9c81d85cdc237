// Small help for those who have JavaScript. Every page works without it.

const PAUSE = 3000;

/** Put the reader at the summary of errors, where the work continues. */
function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}

/** Let the browser ask before text that was typed but not saved gets lost. */
function guardUnsaved(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
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
document.querySelectorAll("form[data-guard]").forEach(guardUnsaved);
document.querySelectorAll('form[method="post"]').forEach(sendOnce);
