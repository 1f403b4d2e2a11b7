/* The reading room: shows a document that was opened by its page. Keeps nothing on the device, asks no other site. */

const frame = document.querySelector("[data-reader]");
const told = frame.dataset;
const find = (name) => frame.querySelector(`[data-${name}]`);
const ASK_EVERY = 15; // seconds between two questions whether the document may still be read
const HEADERS = { "X-Gremium-Reader": told.ticket, Accept: "application/json, application/pdf" };
const ASKING = { headers: HEADERS, credentials: "same-origin", cache: "no-store", redirect: "error" };

frame.hidden = false;
const coming = fetch(told.pagesAddress, ASKING); // on its way while the engine starts
coming.catch(() => {}); // told below, once there is a place to say it
const pdfjs = await import(told.engine);
globalThis.pdfjsLib = pdfjs; // where the viewer looks for it
pdfjs.GlobalWorkerOptions.workerSrc = told.worker;
const worker = new pdfjs.PDFWorker();
const parts = await import(told.viewer);
const { readInOrder } = await import(told.order);

const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

/* ---- the pages come once, in one stream: the end of the file first, which tells what stands where ---- */

const BORDER = Number(told.border); // bytes: the end begins at a multiple, and so does each part the engine asks for
const AT_ONCE = 1048576; // bytes behind the end that are read before the engine asks for anything
const HURRY = 3000; // milliseconds after which the rest is read even if no page has been shown

class OneStream extends pdfjs.PDFDataRangeTransport {
  constructor(response) {
    const length = Number(response.headers.get("Content-Length"));
    super(length, null);
    this.begin = Number(response.headers.get("X-Gremium-Begin"));
    this.end = new Uint8Array(length - this.begin);
    this.received = 0;
    this.wanted = this.end.length + AT_ONCE;
    this.goOn = () => {};
    this.waiting = [];
    this.reader = response.body.getReader();
    this.hurry = setTimeout(() => this.readAll(), HURRY);
  }

  async read() {
    for (let step = await this.reader.read(); !step.done; step = await this.next()) {
      const ofEnd = step.value.subarray(0, Math.max(this.end.length - this.received, 0));
      this.end.set(ofEnd, Math.min(this.received, this.end.length));
      this.received += step.value.length;
      if (ofEnd.length && this.received >= this.end.length) this.answer();
      if (ofEnd.length < step.value.length) this.onDataProgressiveRead(step.value.slice(ofEnd.length));
    }
    if (this.received < this.length) throw new Error("cut off");
    this.onDataProgressiveRead(this.end);
    this.onDataProgressiveDone();
  }

  /* Until a page is shown, the flood of all others would only be in its way. */
  async next() {
    if (this.received >= this.wanted && this.received < this.length) await new Promise((goOn) => (this.goOn = goOn));
    return this.reader.read();
  }

  readAll() {
    this.want(Infinity);
  }

  want(bytes) {
    this.wanted = Math.max(this.wanted, bytes);
    this.goOn();
  }

  /* What stands before the end comes by itself, and is only waited for. */
  requestDataRange(begin, end) {
    if (begin < this.begin) return this.want(this.end.length + end);
    this.waiting.push([begin, end]);
    if (this.received >= this.end.length) this.answer();
  }

  answer() {
    for (const [begin, end] of this.waiting.splice(0)) {
      this.onDataRange(begin, this.end.slice(begin - this.begin, end - this.begin));
    }
  }

  abort() {
    clearTimeout(this.hurry);
    this.reader.cancel().catch(() => {});
    this.goOn();
  }
}

/* ---- the viewer ---- */

const silent = { // our own words are on the page; the engine's would be English
  getLanguage: () => document.documentElement.lang,
  getDirection: () => document.documentElement.dir,
  get: async () => "",
  translate: async () => {},
  translateOnce: async () => {},
  pause: () => {},
  resume: () => {},
  destroy: async () => {},
};
const container = find("pages");
const bus = new parts.EventBus();
const links = new parts.PDFLinkService({ eventBus: bus, externalLinkEnabled: false });
const finder = new parts.PDFFindController({ eventBus: bus, linkService: links, delay: 150 });
const viewer = new parts.PDFViewer({
  container,
  eventBus: bus,
  linkService: links,
  findController: finder,
  l10n: silent,
  textLayerMode: 1,
  annotationMode: pdfjs.AnnotationMode.ENABLE,
  annotationEditorMode: pdfjs.AnnotationEditorType.DISABLE,
  enableAutoLinking: false,
  removePageBorders: true,
});
links.setViewer(viewer);

let stream = null;
let task = null;
let pdf = null;
let isEnded = false;

async function open() {
  const response = await coming;
  if (isEnded) return response.body?.cancel();
  if (!response.ok) return end(response.status === 404 ? told.ended : told.notLoaded);
  stream = new OneStream(response);
  task = pdfjs.getDocument({
    range: stream,
    rangeChunkSize: BORDER,
    worker,
    disableAutoFetch: true,
    disableWorkerRendering: true,
    standardFontDataUrl: told.fonts,
    cMapUrl: told.cmaps,
    wasmUrl: told.decoders,
    useWasm: false,
    useSystemFonts: false,
  });
  const all = stream.read();
  all.catch(() => end(told.notLoaded));
  pdf = await task.promise;
  await readInOrder(pdf);
  viewer.setDocument(pdf);
  links.setDocument(pdf, null);
  all.then(showOutline, () => {});
}

function end(sentence) {
  if (isEnded) return;
  isEnded = true;
  viewer.setDocument(null);
  links.setDocument(null);
  stream?.abort();
  task?.destroy();
  worker.destroy();
  frame.classList.add("reader__frame--ended");
  for (const panel of frame.querySelectorAll("[data-panel-of]")) panel.remove();
  find("wait").hidden = true;
  find("problem-text").textContent = sentence;
  find("problem").hidden = false;
  find("problem").focus();
}

bus.on("pagesinit", () => {
  for (const page of container.querySelectorAll(".page")) {
    page.setAttribute("role", "group"); // hundreds of landmarks would lead nowhere
    page.setAttribute("aria-label", pageLabel(page.dataset.pageNumber));
  }
  viewer.currentScaleValue = "page-width";
  const asked = /^#seite-(\d+)$/.exec(window.location.hash);
  if (asked) go(Number(asked[1]));
});
bus.on("pagerendered", () => {
  find("wait").hidden = true;
  told.shownAt ??= String(Math.round(performance.now())); // milliseconds since the page was asked for
  stream.readAll();
});

/* ---- pages and size ---- */

const number = find("page");
const size = find("size");
const pageLabel = (page) => filled(told.pageLabel, { page, pages: viewer.pagesCount });
let saying = 0;

function say(sentence) {
  clearTimeout(saying);
  saying = setTimeout(() => (find("live").textContent = sentence), 300);
}

function go(page) {
  if (!viewer.pagesCount) return;
  viewer.currentPageNumber = Math.min(Math.max(page, 1), viewer.pagesCount);
}

bus.on("pagechanging", ({ pageNumber }) => {
  number.value = pageNumber;
  say(pageLabel(pageNumber));
  showNotes();
});

bus.on("scalechanging", ({ scale, presetValue }) => {
  const known = [...size.options].find((option) => option.value === (presetValue ?? String(scale)));
  const own = size.querySelector("[value=custom]");
  own.textContent = `${Math.round(scale * 100)} %`;
  own.hidden = Boolean(known);
  size.value = known ? known.value : "custom";
});

/* Where a list opens beside the pages they keep their fit. */
new ResizeObserver(() => {
  const fit = viewer.currentScaleValue;
  if (fit === "page-width" || fit === "page-fit") viewer.currentScaleValue = fit;
}).observe(container);

number.addEventListener("change", () => {
  const page = Number.parseInt(number.value, 10);
  if (page) go(page);
  number.value = viewer.currentPageNumber;
});
number.addEventListener("focus", () => number.select());
size.addEventListener("change", () => (viewer.currentScaleValue = size.value));

const acts = {
  next: () => go(viewer.currentPageNumber + 1),
  previous: () => go(viewer.currentPageNumber - 1),
  first: () => go(1),
  last: () => go(viewer.pagesCount),
  larger: () => viewer.increaseScale(),
  smaller: () => viewer.decreaseScale(),
  fit: () => (viewer.currentScaleValue = "page-width"),
  "match-before": () => search(true),
  "drop-edit": () => edit(null),
};

/* Keys of one letter work on the pages alone, so that they are in nobody's way who speaks to the computer. */
const KEYS = {
  n: "next",
  ArrowRight: "next",
  p: "previous",
  ArrowLeft: "previous",
  Home: "first",
  End: "last",
  "+": "larger",
  "-": "smaller",
  0: "fit",
};

container.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  acts[act]();
});

document.addEventListener("keydown", (event) => {
  if (isEnded || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f") {
    event.preventDefault();
    show("search");
    find("query").select();
  } else if (event.key === "Escape") {
    const open = [...frame.querySelectorAll("[data-panel-of]:not([hidden])")];
    const panel = open.find((one) => one.contains(document.activeElement)) ?? open[0];
    if (panel) hide(panel.dataset.panelOf);
  }
});

frame.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { act, panel, close, go: page } = button.dataset;
  if (act) acts[act]();
  if (panel) (button.getAttribute("aria-expanded") === "true" ? hide : show)(panel);
  if (close) hide(close);
  if (page) leap(Number(page));
});

/* ---- panels ---- */

const panelOf = (name) => frame.querySelector(`[data-panel-of=${name}]`);
const buttonOf = (name) => frame.querySelector(`[data-panel=${name}]`);
const isNarrow = window.matchMedia("(max-width: 60rem)");

function show(name) {
  for (const other of frame.querySelectorAll("[data-panel-of]:not([hidden])")) {
    const isInTheWay = isNarrow.matches || (name !== "search" && other.classList.contains("reader__aside--end"));
    if (other.dataset.panelOf !== name && other.dataset.panelOf !== "search" && isInTheWay) put(other.dataset.panelOf, false);
  }
  put(name, true);
  (name === "search" ? find("query") : panelOf(name)).focus();
  if (name === "notes") showNotes();
}

function hide(name) {
  put(name, false);
  if (name === "search") bus.dispatch("findbarclose", { source: window });
  buttonOf(name).focus();
}

function put(name, isShown) {
  panelOf(name).hidden = !isShown;
  buttonOf(name).setAttribute("aria-expanded", String(isShown));
}

/* From a list to a page: on a small screen the list makes way, and the keys work at once. */
function leap(page) {
  go(page);
  arrive();
}

function arrive() {
  if (isNarrow.matches) put("contents", false);
  container.focus();
}

/* ---- links on the pages ---- */

/* The engine lays its links over a page without a word of where they lead: each gets a name. */
async function nameLinks({ div, pdfPage }) {
  for (const { id, dest, url, overlaidText } of await pdfPage.getAnnotations()) {
    const link = div.querySelector(`.annotationLayer a[data-element-id="${CSS.escape(id)}"]`);
    if (link && url) { // no other site is opened from here
      link.removeAttribute("href");
      link.title = url;
    } else if (link && dest) {
      const page = await pageOf(dest).catch(() => null); // a foreign file may name a place that it lacks
      const name = page && filled(told.linkTo, { page });
      link.setAttribute("aria-label", [name, overlaidText].filter(Boolean).join(": "));
    }
  }
}

async function pageOf(dest) {
  const [page] = typeof dest === "string" ? await pdf.getDestination(dest) : dest;
  return (Number.isInteger(page) ? page : await pdf.getPageIndex(page)) + 1;
}

bus.on("annotationlayerrendered", ({ source }) => nameLinks(source).catch(() => {}));

/* ---- contents ---- */

async function showOutline() {
  const outline = await pdf.getOutline();
  const place = find("outline");
  place.replaceChildren();
  if (outline?.length) place.append(listOf(outline, 2));
}

function listOf(entries, levels) {
  const list = document.createElement("ul");
  for (const entry of entries) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reader__entry";
    button.dir = "auto";
    button.textContent = entry.title;
    button.addEventListener("click", async () => {
      await links.goToDestination(entry.dest);
      arrive();
    });
    item.append(button);
    if (levels > 1 && entry.items.length) item.append(listOf(entry.items, levels - 1));
    list.append(item);
  }
  return list;
}

/* ---- search ---- */

const query = find("query");
const count = find("count");
let searched = "";

/* Lam and alef are one sign in many fonts, whose two letters the engine turns round: they are looked for both ways.
   Not the two alone, which turned round are the article of every other word. */
function spellings(text) {
  const turned = text.replace(/\u0644([\u0622\u0623\u0625\u0627])/g, "$1\u0644");
  return turned === text || text.trim().length <= 2 ? text : [text, turned];
}

function search(isBackwards = false) {
  const type = query.value === searched ? "again" : "";
  searched = query.value;
  if (!query.value) count.textContent = "";
  bus.dispatch("find", {
    source: window,
    type,
    query: spellings(query.value),
    caseSensitive: false,
    entireWord: false,
    highlightAll: true,
    findPrevious: isBackwards,
    matchDiacritics: false,
  });
}

function showCount({ matchesCount, state }) {
  if (!query.value) count.textContent = "";
  else if (matchesCount.total) count.textContent = filled(told.found, matchesCount);
  else count.textContent = state === parts.FindState.NOT_FOUND ? told.foundNone : told.tooShort;
}

bus.on("updatefindcontrolstate", showCount);
bus.on("updatefindmatchescount", showCount);
query.addEventListener("input", () => search());
panelOf("search").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});

/* ---- own notes ---- */

const noteForm = find("note-form");
let notes = null;
let edited = null;

async function showNotes() {
  if (!noteForm || panelOf("notes")?.hidden !== false) return;
  if (notes === null) {
    notes = [];
    const reply = await fetch(told.notesAddress, ASKING).catch(() => null);
    if (!reply?.ok) return noteProblem(told.notSent, (notes = null));
    notes = (await reply.json()).notes;
  }
  const page = viewer.currentPageNumber;
  find("notes-page").textContent = filled(told.notesOf, { page });
  find("notes").replaceChildren(...notes.filter((note) => note.page === page).map(itemOf));
}

function itemOf(note) {
  const item = frame.querySelector("template[data-note]").content.cloneNode(true);
  item.querySelector("[data-text]").textContent = note.text;
  item.querySelector("[data-edit]").addEventListener("click", () => edit(note));
  item.querySelector("[data-remove]").addEventListener("click", () => send({ page: note.page, ref: note.ref, text: "" }, note));
  return item;
}

function edit(note) {
  edited = note;
  noteForm.elements.text.value = note?.text ?? "";
  frame.querySelector("[data-act=drop-edit]").hidden = !note;
  noteProblem("");
  noteForm.elements.text.focus();
}

const noteProblem = (sentence) => void (find("note-problem").textContent = sentence);

async function send(fields, before) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", noteForm.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const reply = await fetch(told.notesAddress, { ...ASKING, method: "POST", body }).catch(() => null);
  const answer = reply?.headers.get("Content-Type")?.includes("json") ? await reply.json() : {};
  if (!reply?.ok) return noteProblem(answer.problem ?? told.notSent);
  notes = [...notes.filter((note) => note !== before), ...(answer.note ? [answer.note] : [])];
  edit(null);
  showNotes();
}

noteForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = noteForm.elements.text.value.trim();
  if (text) send({ page: edited?.page ?? viewer.currentPageNumber, ref: edited?.ref ?? "", text }, edited);
});

/* ---- may it still be read? ---- */

async function ask() {
  if (isEnded) return;
  const reply = await fetch(told.stillAddress, ASKING).catch(() => null);
  if (reply?.status === 404) end(told.ended); // a locked session answers 401: then the lock covers the page
}

setInterval(ask, ASK_EVERY * 1000);
document.addEventListener("visibilitychange", () => (document.hidden ? stream?.readAll() : ask()));
document.addEventListener("desk:unlocked", ask);

if (!isNarrow.matches) put("contents", true);
container.focus({ preventScroll: true });
open().catch(() => end(told.notLoaded));
