// Warns under a text while somebody types what looks like personal data. Nothing leaves the page:
// the expressions come from the server with the page, what is typed goes nowhere.

const PAUSE = 600;

const digits = (text) => [...text.matchAll(/[0-9]/g)].map(Number);
const signs = (text) => [...text.toUpperCase().matchAll(/[0-9A-Z]/g)].map(String);

/** Letters count from 10 on and skip every multiple of 11 (ISO 6346). */
const WORTH = Array.from({ length: 29 }, (_, n) => n + 10).filter((n) => n % 11);
const worth = (sign) => (/[0-9]/.test(sign) ? Number(sign) : WORTH[sign.charCodeAt(0) - 65]);

/** What only a number can tell; the same sums as on the server. */
const CHECKS = {
  bsn(text) {
    const found = digits(text);
    const sum = found.reduce((total, digit, place) => total + digit * (place === 8 ? -1 : 9 - place), 0);
    return found.some(Boolean) && sum % 11 === 0;
  },
  container(text) {
    const found = signs(text);
    const sum = found.slice(0, 10).reduce((total, sign, place) => total + worth(sign) * 2 ** place, 0);
    return (sum % 11) % 10 === Number(found[10]);
  },
  iban(text) {
    const found = signs(text);
    const number = [...found.slice(4), ...found.slice(0, 4)].map((sign) => parseInt(sign, 36)).join("");
    return [...number].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
  },
};

/** The kinds that a text seems to hold; a stretch that one kind claims is no other kind. */
function kindsIn(text, kinds) {
  const taken = [];
  return kinds.filter(({ kind, pattern }) => {
    let seen = false;
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (CHECKS[kind] && !CHECKS[kind](match[0])) continue;
      if (taken.some(([start, end]) => from < end && start < to)) continue;
      taken.push([from, to]);
      seen = true;
    }
    return seen;
  });
}

function watch(field, { warning, kinds }) {
  const note = document.createElement("p");
  note.id = `${field.id}-personal-data`;
  note.className = "p-field__warning";
  note.setAttribute("role", "status");
  (field.closest(".p-field__box") ?? field).after(note);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
  let timer;
  const look = () => {
    const labels = kindsIn(field.value, kinds).map(({ label }) => label).join(", ");
    const words = labels && warning.replace("{kinds}", labels);
    if (note.textContent !== words) note.textContent = words;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  look();
}

/** Watch every long text of the page. */
export function watchPersonalData() {
  const given = document.querySelector("[data-personal-data]")?.dataset.personalData;
  if (!given) return;
  const { warning, kinds } = JSON.parse(given);
  const table = { warning, kinds: kinds.map((each) => ({ ...each, pattern: new RegExp(each.expression, "g") })) };
  for (const field of document.querySelectorAll('form[method="post"] textarea')) watch(field, table);
}
