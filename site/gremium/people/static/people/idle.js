/* Warns before the server locks an idle session, locks the page in place, and opens it again where it was. */
(() => {
  "use strict";
  const warning = document.getElementById("idle-warning");
  const lock = document.getElementById("idle-lock");
  if (!warning || !warning.showModal || !window.fetch) return;

  const WARN = 120; // seconds before the lock
  const SIGN = 300; // seconds between two signs of life while somebody reads or types without asking for a page
  const ASKING = { headers: { Accept: "application/json", "X-Requested-With": "script" }, credentials: "same-origin", cache: "no-store" };
  const form = lock.querySelector("form");
  let isActive = false;
  let until = Infinity;
  let timer = 0;
  let asked = 0; // two answers may overtake one another: only the last question's counts

  async function ask(address, body) {
    clearTimeout(timer);
    const turn = ++asked;
    let reply;
    try {
      reply = await fetch(address, body ? { ...ASKING, method: "POST", body } : ASKING);
    } catch {
      if (turn === asked) plan(Math.max(30, (until - Date.now()) / 1000)); // the connection is away: asked again; the page locks in time all the same
      return;
    }
    const told = reply.status === 401 || (reply.status === 200 && !reply.redirected) ? await reply.json() : null;
    if (turn !== asked) return;
    if (reply.status === 401) showLock(!told.unlock);
    else if (told) open(told.left);
    else timer = setTimeout(look, 30000);
  }

  const look = () => ask(warning.dataset.time);

  function stay() {
    isActive = false;
    if (warning.open) warning.close();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return ask(warning.dataset.here, body);
  }

  function open(left) {
    until = Date.now() + left * 1000;
    if (lock.open) {
      lock.close();
      document.dispatchEvent(new Event("desk:unlocked"));
    }
    plan(left);
  }

  function plan(left) {
    clearTimeout(timer);
    if (left > WARN) {
      if (warning.open) warning.close();
      timer = setTimeout(due, (left - WARN) * 1000);
    } else {
      if (!warning.open && !lock.open) warning.showModal();
      timer = setTimeout(look, Math.max(left + 1, 1) * 1000);
    }
  }

  const due = () => (isActive ? stay() : look());

  function showLock(isEnded) {
    if (warning.open) warning.close();
    form.hidden = isEnded;
    document.getElementById("idle-ended").hidden = !isEnded;
    if (lock.open) return;
    form.elements.password.value = "";
    document.getElementById("idle-wrong").textContent = "";
    lock.showModal();
    (isEnded ? document.getElementById("idle-lock-title") : form.elements.password).focus();
  }

  /* ---- signs of life ---- */

  for (const kind of ["keydown", "pointerdown", "input", "wheel", "touchstart"]) {
    document.addEventListener(
      kind,
      (event) => {
        if (lock.open) return;
        if (!warning.open) isActive = true;
        else if (kind === "keydown" || kind === "pointerdown") {
          if (kind === "keydown") event.preventDefault(); // the key only says that somebody is there
          stay();
        }
      },
      { capture: true, passive: kind === "wheel" || kind === "touchstart" },
    );
  }
  setInterval(() => isActive && !lock.open && stay(), SIGN * 1000);

  /* A computer that slept: what it shows is covered at once, then the server is asked. */
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (Date.now() > until) showLock(false);
    look();
  });
  window.addEventListener("focus", () => lock.open && look());

  warning.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  lock.addEventListener("cancel", (event) => event.preventDefault());

  /* ---- unlocking in place ---- */

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = document.getElementById("idle-wrong");
    wrong.textContent = "";
    let left = -1;
    try {
      const reply = await fetch(form.action, { ...ASKING, method: "POST", body: new FormData(form) });
      if (reply.ok && reply.redirected) left = (await reply.json()).left;
    } catch {
      left = -1;
    }
    form.elements.password.value = "";
    if (left > 0) open(left);
    else {
      wrong.textContent = wrong.dataset.wrong;
      form.elements.password.focus();
    }
  });

  look();
})();
