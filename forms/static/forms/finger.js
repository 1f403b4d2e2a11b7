/* A field to sign in, drawn as SVG: fingers, pens and mice are pointers. Without this script the page leads to paper. */
(() => {
  "use strict";

  const form = document.getElementById("finger");
  if (!form) return;
  document.querySelector("[data-without-script]").hidden = true;
  form.hidden = false;

  const field = form.querySelector("svg");
  const width = Number(form.dataset.width);
  const height = Number(form.dataset.height);
  const MOST_STROKES = 200; // the server takes no more (forms/strokes.py)
  const MOST_POINTS = 6000;
  const NEAR = 3; // units: a point so close to the one before says nothing
  let strokes = [];
  let drawing = null; // the pointer that draws, its points and its line

  field.addEventListener("pointerdown", (event) => {
    if (drawing || event.button || strokes.length >= MOST_STROKES) return;
    event.preventDefault();
    field.setPointerCapture(event.pointerId);
    const line = document.createElementNS(field.namespaceURI, "path");
    line.setAttribute("class", "finger__stroke");
    field.append(line);
    drawing = { pointer: event.pointerId, points: [], line };
    strokes.push(drawing.points);
    follow(event);
  });
  field.addEventListener("pointermove", (event) => {
    if (drawing?.pointer !== event.pointerId) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const one of passed.length ? passed : [event]) follow(one);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    field.addEventListener(end, (event) => {
      if (drawing?.pointer !== event.pointerId) return;
      drawing = null;
      keep();
    });
  }
  form.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    drawing = null;
    for (const line of field.querySelectorAll(".finger__stroke")) line.remove();
    keep();
  });

  function follow(event) {
    const box = field.getBoundingClientRect();
    const edge = field.clientLeft; // the border is no part of the field
    const x = within(((event.clientX - box.left - edge) / (box.width - 2 * edge)) * width, width);
    const y = within(((event.clientY - box.top - edge) / (box.height - 2 * edge)) * height, height);
    const { points, line } = drawing;
    const last = points.at(-1);
    if (last && Math.hypot(last[0] - x, last[1] - y) < NEAR) return;
    if (strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MOST_POINTS) return;
    points.push([x, y]);
    const [first, ...rest] = points;
    line.setAttribute("d", `M${first}${(rest.length ? rest : [[first[0] + 1, first[1]]]).map((one) => `L${one}`).join("")}`);
  }

  function within(value, most) {
    return Math.min(most, Math.max(0, Math.round(value)));
  }

  /* Sent as numbers alone: the server draws them again. */
  function keep() {
    strokes = strokes.filter((stroke) => stroke.length);
    form.elements.strokes.value = strokes.length ? JSON.stringify(strokes) : "";
  }

  keep(); // a browser that comes back may still hold what was sent before
})();
