/* The wizard's page made nicer; everything works without it. No answer is ever kept in the browser. */
(() => {
  "use strict";
  let form = document.getElementById("step-form");
  if (!form || !window.fetch) return;

  document.documentElement.classList.add("has-script");
  const here = location.pathname; // not form.action: the buttons are called "action" too
  const ASKING = { headers: { Accept: "text/html, */*;q=0.1", "X-Requested-With": "script" }, credentials: "same-origin" };
  let others = {};
  let dirty = form.hasAttribute("data-unsaved"); // what was typed before one was signed out
  let isOthers = false; // somebody else is signed in than the one for whom this page was opened
  let isTooMuch = false; // the page held too much text to be sent
  let onTheWay = false; // a save that the page may be left before
  let sentAt = 0; // when it was sent
  const PATIENCE = 60000; // milliseconds after which a connection that says nothing is taken for one that is away
  const LONG = 1000000; // characters
  const SOON = 3000; // milliseconds that a save usually takes at most: who closes the page later is asked
  let timer = 0;
  let pause = 0; // seconds until the next try, while the connection is away
  let busy = Promise.resolve();

  /* ---- conditions: the same grammar as on the server ---- */

  const controls = (place) => form.elements.namedItem(place);

  function answer(place) {
    const found = controls(place);
    if (!found) return others[place];
    const list = found instanceof RadioNodeList ? [...found] : [found];
    const visible = list.filter((one) => !one.closest("[hidden]"));
    if (list[0].type === "checkbox") {
      const ticked = visible.filter((one) => one.checked).map((one) => one.value);
      return list.length > 1 || list[0].value !== "1" ? ticked : ticked.length ? true : undefined;
    }
    if (list[0].type === "radio") return (visible.find((one) => one.checked) || {}).value;
    if (list.length > 1) return visible.map(coded).filter(Boolean);
    return visible.length ? coded(list[0]) : undefined;
  }

  /* A country or language is typed by name, in either language; conditions speak of its code. */
  const folded = (name) => name.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const known = new WeakMap(); // list -> folded name -> option
  const named = (input) => input.list && namesIn(input.list).get(folded(input.value));

  function namesIn(list) {
    if (!known.has(list)) {
      const names = new Map();
      for (const option of list.options) {
        for (const name of [option.value, ...option.value.split(" · ")]) if (!names.has(folded(name))) names.set(folded(name), option);
      }
      known.set(list, names);
    }
    return known.get(list);
  }

  const coded = (input) => (named(input) || { dataset: { code: input.value.trim() } }).dataset.code;

  function lookUp(field, place) {
    if (field.startsWith("$root.")) return answer(field.slice(6));
    const dot = place.lastIndexOf(".");
    const beside = dot < 0 ? field : place.slice(0, dot + 1) + field;
    return controls(beside) || dot < 0 ? answer(beside) : place.split(".").length > 2 ? undefined : answer(field);
  }

  function latestBirth(text) {
    const parts = String(text || "").trim().split(/[.\-/\s]+/);
    if (parts.length > 1 && parts[0].length === 4) parts.reverse();
    const [year, month, day] = parts.map(Number).reverse();
    if (!year || year < 1000 || parts.some((part) => !/^\d+$/.test(part))) return null;
    return day ? new Date(year, month - 1, day, 12) : new Date(year, month || 12, 0, 12);
  }

  function age(text) {
    const born = latestBirth(text);
    if (!born) return null;
    const now = new Date();
    const had = now.getMonth() > born.getMonth() || (now.getMonth() === born.getMonth() && now.getDate() >= born.getDate());
    return now.getFullYear() - born.getFullYear() - (had ? 0 : 1);
  }

  const filled = (value) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);

  function holds(condition, place) {
    if (condition.all) return condition.all.every((one) => holds(one, place));
    if (condition.any) return condition.any.some((one) => holds(one, place));
    if (condition.not) return !holds(condition.not, place);
    const value = lookUp(condition.field, place);
    if ("is" in condition) return value === condition.is;
    if ("in" in condition) return condition.in.includes(value);
    if ("contains" in condition) return Array.isArray(value) && value.includes(condition.contains);
    if ("filled" in condition) return filled(value) === condition.filled;
    const years = age(value);
    return years !== null && years < condition.under_age;
  }

  function showAndHide() {
    for (let round = 0; round < 3; round += 1) {
      for (const part of form.querySelectorAll("[data-when], [data-unless]")) {
        const owner = part.closest("[data-place]");
        const place = owner ? owner.dataset.place : "";
        part.hidden = part.dataset.when
          ? !holds(JSON.parse(part.dataset.when), place)
          : holds(JSON.parse(part.dataset.unless), place);
      }
    }
  }

  /* ---- counters ---- */

  function count(area) {
    let line = document.getElementById(area.id + "-count");
    if (!line) {
      line = document.createElement("p");
      line.id = area.id + "-count";
      line.className = "small soft counter";
      area.after(line);
    }
    const length = area.value.trim().length;
    const most = Number(area.dataset.most || 0);
    const least = Number(area.dataset.least || 0);
    const words = form.dataset;
    if (least && length < least) line.textContent = `${least - length} ${words.missing}`;
    else if (most && length > most) line.textContent = `${length - most} ${words.over}`;
    else line.textContent = most ? `${most - length} ${words.left}` : "";
    line.classList.toggle("counter--over", Boolean(most && length > most));
  }

  /* ---- saving in place ---- */

  function tell(text, isSerious) {
    const line = document.getElementById("saved");
    line.textContent = text;
    line.classList.toggle("saved--serious", Boolean(isSerious));
  }

  function snapshot() {
    const kept = new Map();
    for (const one of form.elements) {
      if (one.name && one.type !== "hidden" && one.type !== "submit" && one.type !== "file") {
        kept.set(key(one), state(one));
      }
    }
    return kept;
  }

  const key = (one) => `${one.name}|${one.id}|${one.type === "radio" || one.type === "checkbox" ? one.value : ""}|${one.id ? "" : [...form.querySelectorAll(`[name="${CSS.escape(one.name)}"]`)].indexOf(one)}`;
  const state = (one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value);

  function setState(one, value) {
    if (one.type === "radio" || one.type === "checkbox") one.checked = value;
    else one.value = value;
  }

  /* After signing in again in another tab this page's token is an old one: fetch a new one and try once more. */
  async function post(action, file) {
    try {
      return await postOnce(action, file);
    } catch (error) {
      if (!error.signedOut) throw error;
      await renewToken();
      return postOnce(action, file);
    }
  }

  async function renewToken() {
    const reply = await ask();
    const page = new DOMParser().parseFromString(reply.text, "text/html");
    const fresh = page.querySelector("#step-form [name=csrfmiddlewaretoken]");
    if (!reply.ok || !fresh) throw Object.assign(new Error("signed out"), { signedOut: true });
    form.elements.csrfmiddlewaretoken.value = fresh.value;
  }

  function filledIn(action) {
    const data = new FormData(form);
    data.set("action", action);
    data.set("live", "1");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  /* `file` is one that uploads.js sends, with where it belongs and whom to tell how far it is; no other goes along. */
  async function postOnce(action, file) {
    const data = filledIn(action);
    if (file) data.set(file.place, file.content);
    const before = snapshot();
    const fields = new URLSearchParams(data); // far less work for the server, but up to three times as long
    const isLong = fields.toString().length > LONG;
    const reply = await (file ? upload(data, file.onProgress) : ask({ method: "POST", body: isLong ? data : fields }));
    const page = new DOMParser().parseFromString(reply.text, "text/html");
    const fresh = page.getElementById("step-form");
    if (reply.status === 404) throw Object.assign(new Error("gone"), { told: form.dataset.gone });
    if (reply.status === 205) throw Object.assign(new Error("an older form"), { told: form.dataset.older, isSaved: true });
    if (reply.status === 412) throw Object.assign(new Error("somebody else"), { told: form.dataset.other, isOthers: true });
    if (reply.status === 413) throw Object.assign(new Error("too much"), { told: form.dataset.tooMuch, isTooMuch: true });
    if (reply.status === 409) throw Object.assign(new Error("handed in"), { told: reply.text });
    if (!reply.ok || !fresh) throw Object.assign(new Error("not saved"), { signedOut: reply.ok || reply.status === 401 || reply.status === 403 });
    return { page, fresh, before };
  }

  async function ask(how = {}) {
    const gone = new AbortController();
    const patience = setTimeout(() => gone.abort(), PATIENCE);
    try {
      const reply = await fetch(here, { ...how, signal: gone.signal, ...ASKING });
      return { ok: reply.ok, status: reply.status, text: await reply.text() };
    } finally {
      clearTimeout(patience);
    }
  }

  function upload(data, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", here);
      for (const [name, value] of Object.entries(ASKING.headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress((100 * event.loaded) / event.total));
      request.addEventListener("load", () => resolve({ ok: request.status < 400, status: request.status, text: request.responseText }));
      request.addEventListener("error", () => reject(new Error("offline")));
      request.send(data);
    });
  }

  /* Without a connection what was typed waits in this page and nowhere else, and is sent again and again. */
  function failed(error) {
    isOthers = Boolean(error.isOthers);
    isTooMuch = Boolean(error.isTooMuch);
    if (error.isSaved) {
      noteSaved(error.told);
      return;
    }
    tell(error.told || (error.signedOut ? form.dataset.signedOut : form.dataset.offline), true);
    if (error.told || error.signedOut) return;
    pause = Math.min(60, 2 * pause || 5);
    clearTimeout(timer);
    timer = setTimeout(tryAgain, 1000 * pause);
  }

  async function tryAgain() {
    dirty = dirty || pause > 0; // what a button sent in vain is sent again too
    if (await autosave()) document.dispatchEvent(new Event("wizard:online"));
  }

  function soil() {
    dirty = true;
    document.getElementById("saved").dataset.pending = form.dataset.pending;
  }

  function inTurn(work) {
    busy = busy.then(work, work);
    return busy;
  }

  /* What somebody else typed, shown here again: it becomes hers who is signed in only when she presses a button. */
  const waitsForLook = () => form.hasAttribute("data-of-another");

  function autosave(isPressed = false) {
    clearTimeout(timer);
    return inTurn(async () => {
      if (!dirty) return true;
      if (waitsForLook() && !isPressed) {
        tell(form.dataset.other, true);
        return false;
      }
      return trySaving(async () => {
        let { page, fresh, before } = await post("autosave:brief");
        const isMore = findsNoRoom(fresh);
        patch(fresh, before);
        if (isMore) {
          ({ page, fresh, before } = await post("autosave")); // as of the save before: what is typed meanwhile counts
          patch(fresh, before);
        }
        form.removeAttribute("data-of-another");
        renewFindings(page, fresh);
      });
    });
  }

  /* What is typed while a save is on its way is not in it: the page stays unsaved then, whatever comes of the save. */
  async function trySaving(work) {
    const wasDirty = dirty;
    dirty = false;
    onTheWay = true;
    sentAt = performance.now();
    try {
      await work();
      noteSaved();
      return true;
    } catch (error) {
      dirty = dirty || (wasDirty && !error.isSaved);
      failed(error);
      return Boolean(error.isSaved);
    } finally {
      onTheWay = false;
    }
  }

  /* Back, F5, a closed tab: the last characters go out with the page. What is too much for that, the browser asks about. */
  window.addEventListener("pagehide", () => {
    if (!onTheWay && (!dirty || waitsForLook())) return;
    fetch(here, { method: "POST", body: new URLSearchParams(filledIn("autosave:brief")), keepalive: true, ...ASKING }).catch(() => {});
  });

  function noteSaved(told) {
    pause = 0;
    isOthers = false;
    if (!dirty) delete document.getElementById("saved").dataset.pending;
    if (isTooMuch) document.dispatchEvent(new Event("wizard:online")); // files that the text kept back
    isTooMuch = false;
    if (told) tell(told, true);
    else tell(`${form.dataset.saved} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`);
  }

  /* What the server proposes, where two people typed differently, and where this page does not show what is saved. */
  const isNews = (field, behind) => behind.has(field.dataset.place) || field.matches("[data-proposed], :has(.clash)");

  /* Whether that is about a question which this page does not have, as of an entry that somebody else has added. */
  function findsNoRoom(fresh) {
    const behind = behindOf(fresh);
    return [...fresh.querySelectorAll(".field")].some((field) => isNews(field, behind) && !document.getElementById(field.id));
  }

  /* Take over proposals and new hints from the server, but never what somebody is typing. */
  function patch(fresh, before) {
    const shown = form.elements.base.value;
    const behind = behindOf(fresh);
    for (const one of form.querySelectorAll("[name^='held.']")) if (!behind.has(one.name.slice(5))) one.remove();
    for (const field of fresh.querySelectorAll(".field")) {
      if (!isNews(field, behind)) continue;
      const isBehind = behind.has(field.dataset.place);
      const here = document.getElementById(field.id);
      if (!here && fresh.hasAttribute("data-brief")) continue; // the whole page is on its way
      if (!here) {
        swap(fresh, before);
        return;
      }
      if (here.contains(document.activeElement) || changedSince(here, before)) {
        if (isBehind) hold(field.dataset.place, shown);
        continue;
      }
      release(field.dataset.place);
      if (here.outerHTML !== field.outerHTML) here.replaceWith(document.importNode(field, true));
    }
    form.elements.base.value = fresh.querySelector("[name=base]").value;
    dress();
  }

  /* Places where this page did not show what the server has. */
  function behindOf(fresh) {
    return new Set((fresh.dataset.behind || "").split(" ").filter(Boolean));
  }

  /* What somebody types in stays as it is: what was saved there meanwhile is not seen yet and must not be overwritten. */
  function hold(place, version) {
    if (!form.elements.namedItem(`held.${place}`)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `held.${place}`, value: version }));
  }

  /* As of which version a page shows a place. */
  function heldVersion(page, place) {
    return (page.elements.namedItem(`held.${place}`) || page.elements.base).value;
  }

  function release(place) {
    form.elements.namedItem(`held.${place}`)?.remove();
  }

  /* What is wrong as of this save: the box above, the list of steps, and the sentences beside the questions. */
  function renewFindings(page, fresh) {
    renew(document.getElementById("errors"), page.getElementById("errors"));
    renew(document.querySelector(".steps"), page.querySelector(".steps"));
    renew(form.querySelector(".wizard__actions"), fresh.querySelector(".wizard__actions"));
    for (const field of fresh.querySelectorAll(".field")) renewErrors(document.getElementById(field.id), field);
    const told = new Set([...fresh.querySelectorAll(".field")].map((one) => one.id));
    for (const field of form.querySelectorAll(".field--error, .field:has([aria-invalid])")) if (!told.has(field.id)) clearErrors(field);
    for (const panel of fresh.querySelectorAll(".panel")) renewSentences(document.getElementById(panel.id), panel);
  }

  function renew(old, next) {
    if (!old || old.contains(document.activeElement) || (next && old.innerHTML === next.innerHTML)) return;
    old.removeAttribute("role"); // it was read aloud once; what goes away is not read again
    if (next) old.replaceChildren(...document.importNode(next, true).childNodes);
    else old.remove();
  }

  function renewErrors(old, next) {
    if (!old) return;
    const here = old.querySelector(".field__error");
    const there = next.querySelector(".field__error");
    if (here && there) renew(here, there);
    else if (there && !old.contains(document.activeElement)) place(there, old);
    else if (here && !there) here.remove();
    old.classList.toggle("field--error", Boolean(old.querySelector(".field__error")));
    for (const one of old.querySelectorAll("[aria-invalid], [aria-describedby]")) describe(one, next);
  }

  /* Nothing is wrong with a question any more of which there is no news. */
  function clearErrors(field) {
    for (const one of field.querySelectorAll("[aria-invalid]")) {
      const left = (one.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && !id.endsWith("-error"));
      one.removeAttribute("aria-invalid");
      if (left.length) one.setAttribute("aria-describedby", left.join(" "));
      else one.removeAttribute("aria-describedby");
    }
    for (const error of field.querySelectorAll(".field__error")) error.remove();
    field.classList.remove("field--error");
  }

  /* Before the control, where the server puts it. */
  function place(error, field) {
    const before = field.querySelector(".field__input, .choices, .names, .fixed, .files, .choice");
    if (before) before.before(document.importNode(error, true));
  }

  function describe(control, next) {
    const like = control.id && next.querySelector(`#${CSS.escape(control.id)}`);
    if (!like) return;
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (like.hasAttribute(name)) control.setAttribute(name, like.getAttribute(name));
      else control.removeAttribute(name);
    }
  }

  function renewSentences(old, next) {
    if (!old) return;
    const sentences = (panel) => [...panel.children].filter((one) => one.matches(".field__error"));
    const [here, there] = [sentences(old), sentences(next)];
    if (here.map((one) => one.textContent).join() === there.map((one) => one.textContent).join()) return;
    for (const one of here) one.remove();
    const title = old.querySelector(".field__help, .panel__title");
    title.after(...there.map((one) => document.importNode(one, true)));
  }

  function changedSince(field, before) {
    return [...field.querySelectorAll("input, select, textarea")].some((one) => before.has(key(one)) && before.get(key(one)) !== state(one));
  }

  /* Put the server's new form in place of this one, keeping what was typed meanwhile, focus and position. */
  function swap(fresh, before) {
    const again = sameOne(document.activeElement);
    const caret = caretOf(document.activeElement);
    const typed = new Map([...form.elements].filter((one) => before.has(key(one)) && before.get(key(one)) !== state(one)).map((one) => [key(one), state(one)]));
    const exact = new Map([...form.elements].filter((one) => one.value && one.value !== one.value.trim()).map((one) => [key(one), one.value]));
    const open = [...form.querySelectorAll("details[open]")].map((one) => one.querySelector("summary").textContent);
    const old = form;
    const behind = behindOf(fresh);
    form.replaceWith(document.importNode(fresh, true));
    form = document.getElementById("step-form");
    keepFileInputs(old);
    renewHead(fresh.ownerDocument);
    for (const one of form.elements) {
      const [name, before] = [key(one), exact.get(key(one))];
      if (typed.has(name)) {
        setState(one, typed.get(name));
        const place = one.closest("[data-place]")?.dataset.place;
        if (behind.has(place)) hold(place, heldVersion(old, place));
      }
      if (!typed.has(name) && before && one.value === before.trim()) one.value = before; // a space at the end, before the next word
    }
    if (dirty) soil(); // the line that tells it is a new one
    for (const one of form.querySelectorAll("details")) if (open.includes(one.querySelector("summary").textContent)) one.open = true;
    dress();
    const target = again();
    if (!target) return;
    target.focus({ preventScroll: true });
    if (caret) target.setSelectionRange(...caret);
  }

  /* While somebody chooses a file, the browser's window belongs to this input and no other: it moves into the new form. */
  function keepFileInputs(old) {
    for (const one of old.querySelectorAll("input[type=file]")) {
      const next = document.getElementById(one.id);
      if (!next) continue;
      for (const { name, value } of next.attributes) one.setAttribute(name, value);
      next.replaceWith(one);
    }
  }

  /* What finds, in the new page, the element that has the focus in the old one: buttons and further selects have no id. */
  function sameOne(held) {
    if (!held) return () => null;
    if (held.id) return () => document.getElementById(held.id);
    if (held.matches("button[name=action]")) return () => [...form.querySelectorAll(`button[value="${CSS.escape(held.value)}"]`)].pop();
    const name = held.form === form ? key(held) : "";
    return () => name && [...form.elements].find((one) => key(one) === name);
  }

  /* Where somebody types in a text, so that the next character comes where the last one stands. */
  function caretOf(one) {
    const isText = one && one.matches("textarea, input:not([type]), input[type=text], input[type=tel]");
    return isText ? [one.selectionStart, one.selectionEnd, one.selectionDirection] : null;
  }

  /* The title and the bar of languages stand above the form. */
  function renewHead(page) {
    const [old, next] = [document.getElementById("head"), page.getElementById("head")];
    if (old && next) old.replaceWith(document.importNode(next, true));
  }

  async function press(button) {
    let isOvertaken = false;
    await inTurn(async () => {
      const known = new Set([...form.querySelectorAll(".item")].map((one) => one.id));
      const isRemoval = button.value.startsWith("remove:");
      const row = isRemoval ? [...button.closest(".panel").querySelectorAll(".item")].indexOf(button.closest(".item")) : -1;
      await trySaving(async () => {
        const { fresh, before } = await post(button.value).catch((error) => {
          isOvertaken = Boolean(error.isSaved || error.isOthers);
          throw error;
        });
        swap(fresh, before);
        if (button.value.startsWith("drop:")) document.getElementById(button.closest(".field").id).querySelector("input[type=file]").focus();
        const item = [...form.querySelectorAll(".item")].find((one) => !known.has(one.id) && button.value.startsWith("add:"));
        if (item) {
          item.scrollIntoView({ block: "start" });
          item.querySelector("input:not([type=hidden]), select, textarea").focus({ preventScroll: true });
        }
        if (isRemoval) stayAfterRemoval(button.value.split(":")[1], row);
      });
    });
    if (!isOvertaken || isLeaving) return;
    isLeaving = true;
    await leaveOnceSaved("save");
  }

  /* The focus goes to the entry that took the place of a removed one, to the last one, or to the button that adds one. */
  function stayAfterRemoval(group, row) {
    const panel = form.querySelector(`#f-${CSS.escape(group)}-panel`);
    const items = [...panel.querySelectorAll(".item")];
    const goal = items[Math.min(row, items.length - 1)] || panel.querySelector(`button[value="add:${group}"]`) || panel.querySelector(".panel__title");
    goal.focus();
  }

  /* ---- wiring ---- */

  function dress() {
    others = JSON.parse(form.dataset.others || "{}");
    form.elements.live.value = "1";
    for (const area of form.querySelectorAll("textarea[data-most], textarea[data-least]")) count(area);
    showAndHide();
    document.dispatchEvent(new Event("wizard:dressed"));
  }

  /* What the scripts beside this one may use. */
  window.wizard = {
    get form() {
      return form;
    },
    /* Send one file, or do what a button says; where it fails, the page says so and the promise gives false. */
    async act(action, file) {
      return inTurn(() =>
        trySaving(async () => {
          const { fresh, before } = await post(action, file);
          swap(fresh, before);
        }),
      );
    },
    /* The page as the server would show it now. */
    async look() {
      const reply = await fetch(here, ASKING);
      const fresh = reply.ok && new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("step-form");
      return fresh || null;
    },
  };

  document.addEventListener("input", (event) => {
    if (!form.contains(event.target) || event.target.type === "file") return;
    soil();
    const out = event.target.closest(".item")?.querySelector(".item__out");
    if (out) requestAnimationFrame(() => out.removeAttribute("hidden")); // at once, Chromium would take a select's focus away
    clearTimeout(timer);
    timer = setTimeout(autosave, 5000);
    if (event.target.matches("textarea")) count(event.target);
    if (event.target.matches("input[type=radio], input[type=checkbox], input[list], select")) showAndHide();
  });

  document.addEventListener("change", (event) => {
    if (event.target.name === "desk.language") press({ value: "desk" });
    if (!form.contains(event.target)) return;
    if (event.target.type === "file") return; // uploads.js
    if (event.target.list && named(event.target)) event.target.value = named(event.target).value;
    soil();
    showAndHide();
    clearTimeout(timer);
    timer = setTimeout(autosave, 1200);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=action]");
    if (!button || button.form !== form) return;
    if (button.hasAttribute("data-inplace")) {
      event.preventDefault();
      press(button);
    }
  });

  /* The person's view follows to the question that has the focus. */
  let pointed = "";
  document.addEventListener("focusin", (event) => {
    const bar = document.querySelector("[data-follow]");
    const field = event.target.closest(".field[data-place]");
    if (!bar || !field || !form.contains(field) || field.dataset.place === pointed) return;
    pointed = field.dataset.place;
    const data = new FormData();
    data.set("place", pointed);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fetch(bar.dataset.follow, { method: "POST", body: data, headers: { "X-Requested-With": "script" }, credentials: "same-origin" }).catch(() => {
      pointed = "";
    });
  });

  let isLeaving = false;
  let isPassed = false; // all that can be saved before is saved
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (isLeaving) {
      event.preventDefault();
      return;
    }
    if (location.hash) history.replaceState(null, "", here); // the next page would begin where this one was skipped to
    clearTimeout(timer);
    isLeaving = true;
    if (isPassed || (!dirty && !filesLeft() && navigator.onLine)) {
      setTimeout(() => {
        isLeaving = false;
      }, 4000);
      return;
    }
    dirty = true; // without a connection the next page would not come: only a save that succeeds tells
    event.preventDefault();
    leaveOnceSaved(event.submitter ? event.submitter.value : "save");
  });

  /* Signing out and whatever else leaves by a form of its own: what was typed is saved first, while it still can be.
     Where it cannot, the page stays and says so; who presses once more means it. */
  let warned = null;
  document.addEventListener("submit", async (event) => {
    const leaving = event.target;
    if (leaving === form || leaving.method !== "post" || event.defaultPrevented || isLeaving || !(dirty || onTheWay)) return;
    if (warned === leaving) return;
    event.preventDefault();
    if (await autosave()) leaving.requestSubmit(event.submitter);
    else warned = leaving;
  });

  const filesLeft = () => Boolean(window.wizard.filesLeft && window.wizard.filesLeft());

  /* What was typed is saved and every file sent before the page is left; where that fails, the page stays and says so. */
  async function leaveOnceSaved(action) {
    const stuck = filesLeft() ? await window.wizard.sendFiles() : "";
    const isSaved = await autosave(true);
    isLeaving = false;
    if ((stuck || !isSaved) && !isOthers) {
      document.getElementById(isSaved ? stuck : "saved").scrollIntoView({ block: "center" });
      return;
    }
    leave(action);
  }

  /* What a script sends to the page's own address takes the place of that page in the browser's history, and Back
     would lead past it: the address gets an empty query, which changes nothing else. */
  function leave(action) {
    if (!isOthers) dirty = false;
    const kept = isOthers && window.wizard.giveUpFiles ? window.wizard.giveUpFiles() : [];
    for (const value of kept) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "not_taken", value }));
    if (!form.hasAttribute("action")) form.setAttribute("action", location.href.endsWith("?") ? here : `${here}?`);
    const button = Object.assign(document.createElement("button"), { name: "action", value: action, hidden: true });
    form.append(button);
    isPassed = true;
    form.requestSubmit(button);
    isPassed = false;
    button.remove();
  }

  window.addEventListener("online", tryAgain);
  document.addEventListener("desk:unlocked", tryAgain);

  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  window.addEventListener("beforeunload", (event) => {
    const hangs = onTheWay && performance.now() - sentAt > SOON;
    if ((dirty || hangs) && !isLeaving) event.preventDefault();
  });

  dress();
  /* What is wrong comes first, unless the address leads to a question or a notice. */
  const at = document.getElementById(location.hash.slice(1));
  const goal = at && (form.contains(at) || at.matches(".notice, .error-summary")) ? at : null;
  const summary = document.getElementById("carried") || document.getElementById("errors") || document.getElementById("clashes");
  if (summary && !goal) summary.focus();
  if (goal) {
    const details = goal.closest("details");
    if (details) details.open = true;
    goal.scrollIntoView({ block: "center" });
    const control = goal.matches("input, select, textarea") ? goal : goal.querySelector("input:not([type=hidden]), select, textarea");
    (control || goal).focus({ preventScroll: true });
  }
})();
