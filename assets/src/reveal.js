// A password can be shown while it is typed: then it need not be typed twice.

/** Put a box below each field that says it may be shown, in the words the field brings. */
export function offerReveal() {
  document.querySelectorAll("input[type=password][data-reveal]").forEach((field) => {
    const row = document.createElement("div");
    const box = document.createElement("input");
    const label = document.createElement("label");
    row.className = "p-choice";
    box.type = "checkbox";
    box.id = `${field.id}-reveal`;
    box.className = "utrecht-checkbox utrecht-checkbox--html-input";
    label.htmlFor = box.id;
    label.className = "utrecht-form-label utrecht-form-label--checkbox";
    label.textContent = field.dataset.reveal;
    box.addEventListener("change", () => { field.type = box.checked ? "text" : "password"; });
    // Shown text must not stay behind as what was typed before.
    field.form?.addEventListener("submit", () => { field.type = "password"; });
    row.append(box, label);
    field.parentElement.after(row);
  });
}
