// Keeps the dossier's progress fresh without reloading the page; ends once there is nothing more to wait for.
"use strict";

const place = document.querySelector("[data-progress]");
const PAUSE = 1000; // milliseconds

async function refresh() {
  const response = await fetch(place.dataset.progress, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (response.redirected || !response.ok) {
    window.location.reload(); // signed out meanwhile, or no longer allowed: the page itself says so
    return true;
  }
  const fresh = await response.text();
  if (fresh !== place.dataset.shown) {
    place.dataset.shown = fresh;
    place.innerHTML = fresh; // our own template, rendered and escaped at the server
  }
  return place.querySelector("[data-final]") !== null;
}

async function keepFresh() {
  let isFinal = false;
  try {
    isFinal = !document.hidden && (await refresh());
  } catch {
    isFinal = false; // no connection for a moment: try again
  }
  if (!isFinal) {
    window.setTimeout(keepFresh, PAUSE);
  }
}

if (place && !place.querySelector("[data-final]")) {
  window.setTimeout(keepFresh, PAUSE);
}
