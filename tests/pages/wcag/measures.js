// Returns what can be measured on the page that is open: each list names the elements that miss a criterion.
() => {
  const name = (element) => `${element.outerHTML.slice(0, 110).replace(/\s+/g, " ")} …`;
  const style = (element, pseudo) => getComputedStyle(element, pseudo);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const isForEarsAlone = (element) => Boolean(element.closest(".visually-hidden"));
  const shown = all("body *").filter((element) => isShown(element) && !isForEarsAlone(element));

  // 2.1.1, 2.4.3, 2.4.7, 2.4.11: what can be reached gets a visible mark and does not lie under something else.
  const reachable = all("a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls]")
    .filter((element) => isShown(element) && !element.disabled);
  const markOf = (element) => [element, element.closest("label")].filter(Boolean).some((one) => {
    const { outlineStyle, outlineWidth } = style(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const isUncovered = (element) => [...element.getClientRects()].some((box) => {
    const across = Math.max(0, Math.min(box.left + box.width / 2, innerWidth - 1));
    return [0.2, 0.5, 0.8].some((part) => {
      const found = document.elementFromPoint(across, box.top + box.height * part);
      return found && (element.contains(found) || found.contains(element));
    });
  });
  const withoutMark = [], covered = [];
  for (const element of reachable) {
    element.focus();
    if (document.activeElement !== element) continue;  // one of a group of radio buttons always can be
    if (!markOf(element)) withoutMark.push(name(element));
    if (!isUncovered(element)) covered.push(name(element));
  }

  // 2.5.8 without its exception for small targets that stand apart; links inside a sentence are excepted by it.
  const isInSentence = (element) => style(element).display === "inline" && element.tagName === "A";
  const small = reachable.filter((element) => {
    const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
    return !isInSentence(element) && !element.classList.contains("skip") && Math.min(width, height) < 24;
  });

  // 1.3.2, 2.4.3: nothing is shown in another order than it is read in.
  const reordered = shown.filter((element) => style(element).order !== "0" || style(element).flexDirection.endsWith("reverse") || element.tabIndex > 0);

  // 1.4.10: nothing is scrolled in two directions; tables may be.
  const wide = shown.filter((element) => !element.closest("table") && element.scrollWidth > element.clientWidth + 1
    && /auto|scroll/.test(style(element).overflowX));
  const reaching = () => document.documentElement.scrollWidth <= innerWidth ? [] : shown.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  }).map(name);
  const tooWide = reaching();

  // 1.4.12: with the spacing of the criterion nothing is cut off.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    + " p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [sheet];
  const cut = shown.filter((element) => !element.matches("input") && /hidden|clip/.test(style(element).overflow)
    && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1));
  const tooWideWhenSpaced = reaching();
  document.adoptedStyleSheets = [];

  return {
    language: document.documentElement.lang,
    title: document.title,
    headings: all("h1, h2, h3, h4, h5, h6").map((one) => Number(one.tagName[1])),
    menu: all(".site-header .nav a").map((one) => new URL(one.href).pathname),
    foot: all(".site-footer nav a").map((one) => new URL(one.href).pathname),
    labels: reachable.filter((one) => /INPUT|SELECT|TEXTAREA/.test(one.tagName) && !one.labels.length).map(name),
    withoutMark, covered, tooWide, tooWideWhenSpaced,
    small: small.map(name), reordered: reordered.map(name), wide: wide.map(name), cut: cut.map(name),
  };
}
