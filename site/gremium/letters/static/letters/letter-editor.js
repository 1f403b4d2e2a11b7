// Puts a placeholder where somebody is writing: into the text field of the letter that had the focus last.
(() => {
  const form = document.querySelector(".letters__columns form");
  let place = null;
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea, input[type=text]")) place = target;
  });
  document.querySelector(".letters__placeholders").addEventListener("click", ({ target }) => {
    const button = target.closest("[data-placeholder]");
    if (!button || !place || !place.isConnected) return;
    const { selectionStart, selectionEnd } = place;
    place.focus();
    place.setRangeText(`{${button.dataset.placeholder}}`, selectionStart, selectionEnd, "end");
    place.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
