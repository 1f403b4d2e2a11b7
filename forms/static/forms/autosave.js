/* Saves a form by itself while somebody writes; everything works without it. What was typed is never kept in the browser.

   The form names in `data-autosave` the line that tells how it stands, and in `data-version` its field with the version
   the text is based on. The server answers {"version": …}, or {"problem": …} with a status that says it was not saved. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;

  const line = document.getElementById(form.dataset.autosave);
  const version = form.elements.namedItem(form.dataset.version);
  const here = location.pathname;
  const ASKING = { headers: { Accept: "application/json", "X-Requested-With": "script" }, credentials: "same-origin" };
  const WAIT = 1500; // milliseconds after the last key
  const PATIENCE = 60000; // milliseconds
  let dirty = form.hasAttribute("data-unsaved"); // what was typed before one was signed out
  let isClash = false; // somebody else has saved: a person compares, no script
  let isLeaving = false;
  let timer = 0;
  let pause = 0; // seconds until the next try, while the connection is away
  let busy = null;

  function tell(text, isSerious) {
    line.textContent = text;
    line.classList.toggle("saved--serious", Boolean(isSerious));
  }

  function filledIn() {
    const data = new FormData(form);
    data.set("live", "1");
    return data;
  }

  /* After signing in again in another tab this page's token is an old one: fetch a new one and try once more. */
  async function renewToken() {
    const reply = await fetch(here, { ...ASKING, headers: { ...ASKING.headers, Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
    if (reply.ok && fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
    return Boolean(reply.ok && fresh);
  }

  /* A connection that says nothing any more is one that is away. */
  async function post() {
    const gone = new AbortController();
    const patience = setTimeout(() => gone.abort(), PATIENCE);
    try {
      return await fetch(here, { method: "POST", body: filledIn(), signal: gone.signal, ...ASKING });
    } finally {
      clearTimeout(patience);
    }
  }

  async function send() {
    let reply = await post();
    if (reply.status === 403 && (await renewToken())) reply = await post();
    if (reply.status === 401 || reply.status === 403 || reply.redirected) return { told: form.dataset.signedOut };
    const answer = reply.headers.get("Content-Type") === "application/json" ? await reply.json() : {};
    if (reply.ok) return { version: answer.version };
    isClash = reply.status === 409;
    return { told: answer.problem || form.dataset.gone };
  }

  async function save() {
    clearTimeout(timer);
    if (busy) await busy;
    if (!dirty || isClash) return;
    busy = trySending();
    await busy;
    busy = null;
  }

  async function trySending() {
    dirty = false;
    try {
      const done = await send();
      pause = 0;
      if (done.told) {
        dirty = true;
        tell(done.told, true);
        return;
      }
      version.value = done.version;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      tell(`${form.dataset.saved} ${time}`);
    } catch {
      dirty = true;
      tell(form.dataset.offline, true);
      pause = Math.min(60, 2 * pause || 5);
      timer = setTimeout(save, 1000 * pause);
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });

  /* A save on its way would make the button's one look like somebody else's: it is waited for. */
  form.addEventListener("submit", (event) => {
    if (busy) {
      event.preventDefault();
      busy.then(() => form.requestSubmit(event.submitter));
      return;
    }
    clearTimeout(timer);
    dirty = false;
    isLeaving = true;
  });

  window.addEventListener("pagehide", () => {
    if (!dirty || isClash) return;
    fetch(here, { method: "POST", body: new URLSearchParams(filledIn()), keepalive: true, ...ASKING }).catch(() => {});
  });

  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  window.addEventListener("beforeunload", (event) => {
    if (dirty && !isLeaving) event.preventDefault();
  });

  window.addEventListener("online", save);
  document.addEventListener("desk:unlocked", save);
})();
