/* The person's view follows the desk. It asks whether something changed, keeps nothing, and stops when it is over. */
(() => {
  "use strict";
  const PAUSE = 1500;
  const LONG_PAUSE = 6000;
  const shown = document.getElementById("shown");
  const state = document.getElementById("person-state");
  let mark = "";

  function renew(page) {
    const fresh = page.getElementById("shown");
    if (!fresh) return;
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.dir = page.documentElement.dir;
    for (const name of ["ended", "lost"]) shown.dataset[name] = fresh.dataset[name];
    if (shown.innerHTML !== fresh.innerHTML) {
      shown.replaceChildren(...document.importNode(fresh, true).childNodes);
      scrollTo({ top: 0 });
      shown.focus({ preventScroll: true });
    }
  }

  function end() {
    shown.replaceChildren(Object.assign(document.createElement("h1"), { className: "person__heading", textContent: shown.dataset.ended }));
    for (const one of document.querySelectorAll(".person__foot p")) one.textContent = "";
  }

  async function look() {
    try {
      const reply = await fetch(location.pathname, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store", credentials: "omit" });
      if (reply.status === 404) {
        end();
        return;
      }
      if (reply.status === 200) {
        mark = reply.headers.get("ETag") || "";
        renew(new DOMParser().parseFromString(await reply.text(), "text/html"));
      }
      state.textContent = "";
    } catch {
      state.textContent = shown.dataset.lost;
    }
    setTimeout(look, document.hidden ? LONG_PAUSE : PAUSE);
  }

  setTimeout(look, PAUSE);
})();
