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
  let whole = 0; // seconds that the server gives after a sign of life, as far as it has told
  let timer = 0;
  let isBack = false; // the page is looked at again: perhaps somebody has signed in in another tab
  let asked = 0; // two answers may overtake one another: only the last question's counts

  async function ask(address, body) {
    clearTimeout(timer);
    const turn = ++asked;
    let reply;
    try {
      reply = await (body ? send(address, body) : fetch(address, ASKING));
    } catch {
      if (turn === asked) planAlone(Boolean(body));
      return;
    }
    const told = reply.status === 401 || (reply.status === 200 && !reply.redirected) ? await reply.json() : null;
    if (turn !== asked) return;
    if (reply.status === 401) showLock(told.unlock ? "" : "too-old");
    else if (reply.redirected || (told && told.who !== warning.dataset.who)) showLock("other");
    else if (told) open(told.left);
    if (reply.status !== 401 && !told) timer = setTimeout(look, 30000);
  }

  /* After signing in again in another tab this page's token is an old one: fetch a new one and try once more. */
  async function send(address, body) {
    const reply = await fetch(address, { ...ASKING, method: "POST", body });
    if (reply.status !== 403) return reply;
    const page = await fetch(form.action, { ...ASKING, headers: { ...ASKING.headers, Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!fresh) return reply;
    form.elements.csrfmiddlewaretoken.value = fresh.value;
    body.set("csrfmiddlewaretoken", fresh.value);
    return fetch(address, { ...ASKING, method: "POST", body });
  }

  /* The connection is away: who is here goes on, and a page that was left alone locks in time all the same. */
  function planAlone(isHere) {
    if (isHere) until = Date.now() + whole * 1000;
    if (Date.now() > until) showLock("");
    plan(Math.max(30, (until - Date.now()) / 1000));
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
    whole = Math.max(whole, left);
    if (lock.open) {
      lock.close();
      isBack = true;
    }
    if (isBack) document.dispatchEvent(new Event("desk:unlocked")); // what could not be saved meanwhile is saved now
    isBack = false;
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

  /* `reason` is why a password does not open it: "too-old", or "other" where nobody or somebody else is signed in. */
  function showLock(reason) {
    const isEnded = reason !== "";
    if (warning.open) warning.close();
    form.hidden = isEnded;
    document.getElementById("idle-ended").hidden = !isEnded;
    for (const one of ["too-old", "other"]) document.getElementById(`idle-${one}`).hidden = one !== reason;
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
    if (Date.now() > until) showLock("");
    isBack = true;
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
    let told = null;
    let isEnded = false;
    try {
      const reply = await send(form.action, new FormData(form));
      isEnded = reply.status === 401;
      if (reply.ok && reply.redirected) told = await reply.json();
    } catch {
      told = null;
    }
    form.elements.password.value = "";
    if (told && told.left > 0 && told.who === warning.dataset.who) open(told.left);
    else if (isEnded) showLock("too-old");
    else {
      wrong.textContent = wrong.dataset.wrong;
      form.elements.password.focus();
      look(); // perhaps it was not the password: somebody has signed out, or somebody else in
    }
  });

  look();
})();
