// Warns some minutes before somebody is signed out, and keeps the session alive when that person wants it.

const SECOND = 1000;
const LOOK = 15;
const WARN = 5 * 60;
const WARN_LONGEST = 15 * 60;
const EXTEND_AFTER = 5 * 60;

/** Guard the time of the session; `box` is where the warning appears. */
export function staying(box) {
  let idleEnds = 0;
  let longestEnds = 0;
  let idleFor = 0;
  let busy = false;
  let shown = "";
  let before = null;

  const left = (moment) => (moment - Date.now()) / SECOND;

  function note({ idle, longest }) {
    idleFor = Math.max(idleFor, idle);
    idleEnds = Date.now() + idle * SECOND;
    longestEnds = Date.now() + longest * SECOND;
  }

  function show(name) {
    if (shown === name) return;
    const goesBack = box.contains(document.activeElement) ? before : null;
    before = document.activeElement;
    shown = name;
    box.replaceChildren(...(name ? [document.getElementById(name).content.cloneNode(true)] : []));
    box.querySelector("[data-stay]")?.addEventListener("click", () => ask(box.dataset.extend));
    // The button that was pressed is gone: one goes on where one was.
    goesBack?.focus();
  }

  function judge() {
    if (left(idleEnds) <= 0 || left(longestEnds) <= 0) show("uitgelogd");
    else if (left(longestEnds) < WARN_LONGEST) show("laatste-minuten");
    else if (left(idleEnds) < WARN) show("bijna-uitgelogd");
    else show("");
  }

  // Another tab may have kept the session alive, so the server is asked before anybody is warned.
  async function ask(url) {
    if (busy) return;
    busy = true;
    const post = url === box.dataset.extend;
    const body = post ? new URLSearchParams({ csrf_token: box.dataset.token }) : undefined;
    try {
      const response = await fetch(url, { method: post ? "POST" : "GET", body });
      const json = response.headers.get("Content-Type")?.startsWith("application/json");
      if (json) note(await response.json());
      else if (response.status === 401) note({ idle: 0, longest: 0 });
      judge();
    } catch {
      judge();
    } finally {
      busy = false;
    }
  }

  function look() {
    if (Math.min(left(idleEnds), left(longestEnds) - WARN_LONGEST + WARN) < WARN) ask(box.dataset.state);
  }

  // Who types is not idle, also where nothing saves itself meanwhile.
  document.addEventListener("input", () => {
    if (left(idleEnds) > 0 && idleFor - left(idleEnds) > EXTEND_AFTER) ask(box.dataset.extend);
  });
  document.addEventListener("visibilitychange", look);
  note({ idle: Number(box.dataset.idle), longest: Number(box.dataset.longest) });
  judge();
  setInterval(look, LOOK * SECOND);
}
