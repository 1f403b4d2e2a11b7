/* Files on the wizard's page: sent one by one with a bar each, put in order by dragging, and fetched as a phone sends them. */
(() => {
  "use strict";
  if (!window.wizard) return;
  const wizard = window.wizard;

  /* ---- sending ---- */

  /* What could not be sent stays here, in memory alone, until the connection is back. */
  const waiting = [];
  let isSending = false;
  let sending = Promise.resolve("");

  function sendAll(input) {
    const place = input.name;
    const field = input.closest(".field").id;
    waiting.push(...[...input.files].map((content, number) => ({ place, field, content, action: number ? "attach:more" : "attach" })));
    input.value = "";
    sendWaiting();
  }

  /* Gives the id of a field whose file did not come or was refused; "" once all are there. */
  function sendWaiting() {
    if (!isSending) sending = sendInTurn();
    return sending;
  }

  async function sendInTurn() {
    isSending = true;
    let stuck = "";
    while (waiting.length) {
      const { place, field, content, action } = waiting[0];
      const line = lineFor(field, content.name);
      const isSent = await wizard.act(action, { place, content, onProgress: (percent) => show(line, percent) });
      line.remove();
      if (!isSent || isRefused(field)) stuck = field;
      if (!isSent) break;
      waiting.shift();
    }
    isSending = false;
    tellWaiting();
    return stuck;
  }

  const isRefused = (field) => Boolean(document.getElementById(field).querySelector(".field__error"));

  wizard.filesLeft = () => isSending || waiting.length > 0;
  wizard.sendFiles = sendWaiting;
  wizard.giveUpFiles = () => waiting.splice(0).map((one) => one.content.name);

  function tellWaiting() {
    for (const old of wizard.form.querySelectorAll("[data-waiting]")) old.remove();
    for (const { field, content } of isSending ? [] : waiting) {
      const line = lineFor(field, content.name);
      line.dataset.waiting = "";
      line.querySelector("progress").remove();
      line.lastChild.textContent = wizard.form.dataset.fileWaiting;
    }
  }

  document.addEventListener("wizard:online", sendWaiting);
  document.addEventListener("desk:unlocked", sendWaiting);
  document.addEventListener("wizard:dressed", () => waiting.length && tellWaiting());
  window.addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());

  function lineFor(field, name) {
    const line = document.createElement("li");
    const label = document.createElement("span");
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0, className: "progress" });
    label.textContent = name;
    label.dir = "auto";
    bar.setAttribute("aria-label", name);
    line.append(label, bar, document.createElement("span"));
    document.getElementById(field).querySelector("[data-sending]").append(line);
    return line;
  }

  function show(line, percent) {
    line.querySelector("progress").value = percent;
    if (percent >= 100) line.lastChild.textContent = wizard.form.dataset.uploading;
  }

  document.addEventListener("change", (event) => {
    if (event.target.type === "file" && wizard.form.contains(event.target) && event.target.files.length) sendAll(event.target);
  });

  /* ---- order ---- */

  let dragged = null;

  document.addEventListener("pointerdown", (event) => {
    const look = event.target.closest(".file__look");
    if (!look || event.button || look.closest(".files").children.length < 2) return;
    event.preventDefault();
    dragged = look.closest(".file");
    dragged.classList.add("file--dragged");
    look.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const below = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches(".file") && one !== dragged);
    if (!below || below.parentElement !== dragged.parentElement) return;
    const box = below.getBoundingClientRect();
    const isBehind = event.clientY > box.top + box.height / 2;
    below[isBehind ? "after" : "before"](dragged);
  });

  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, () => {
      if (!dragged) return;
      const list = dragged.closest(".files");
      dragged.classList.remove("file--dragged");
      dragged = null;
      const order = [...list.children].map((one) => one.dataset.upload).join(",");
      wizard.act(`order:${list.dataset.files}:${order}`);
    });
  }

  /* With Alt and the arrows a file moves as by its buttons; the focus goes with it. */
  document.addEventListener("keydown", (event) => {
    const file = event.altKey && event.target.closest && event.target.closest(".file");
    const way = { ArrowUp: "earlier", ArrowDown: "later" }[event.key];
    const button = file && way && file.querySelector(`button[value^="${way}:"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  /* ---- a phone that sends photos ---- */

  const PAUSE = 2500;
  let shownCode = null;
  let known = null;
  let timer = 0;

  const phone = () => wizard.form.querySelector("[data-phone]");

  /* The code is shown once by the server: what it showed stays while the rest of the page is renewed. */
  function keepCode() {
    const here = phone();
    const code = here && here.querySelector(".phone__code");
    if (code) shownCode = { id: here.dataset.phone, node: here };
    else if (here && shownCode && here.dataset.phone === shownCode.id && here.dataset.state === "waiting") here.replaceWith(shownCode.node);
    clearTimeout(timer);
    if (phone()) timer = setTimeout(ask, PAUSE);
    else known = null;
  }

  async function ask() {
    const here = phone();
    if (!here) return;
    if (!document.hidden) {
      try {
        const reply = await fetch(wizard.form.dataset.arrivals, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (!reply.ok) return;
        const state = await reply.json();
        const now = `${state.phone} ${state.version}`;
        const isNews = known === null ? state.phone !== here.dataset.state : now !== known;
        known = now;
        if (isNews) await renew();
      } catch {
        /* the connection is away: asked again below */
      }
    }
    clearTimeout(timer);
    if (phone()) timer = setTimeout(ask, PAUSE);
  }

  /* Only the places of files are renewed: what somebody types elsewhere is left alone. */
  async function renew() {
    const fresh = await wizard.look();
    if (!fresh || wizard.form.querySelector("[data-sending] li")) return;
    for (const next of fresh.querySelectorAll(".field:has(input[type=file])")) {
      const here = document.getElementById(next.id);
      if (here && here.outerHTML !== next.outerHTML) here.replaceWith(document.importNode(next, true));
    }
    keepCode();
  }

  document.addEventListener("wizard:dressed", keepCode);
  keepCode();
})();
