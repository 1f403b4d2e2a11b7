// Only the device's own voices: others send the text away.
(() => {
  const button = document.querySelector("[data-stop]"), speech = window.speechSynthesis;
  if (!button || !speech) return;
  const lang = document.documentElement.lang.split("-")[0], begin = button.textContent;
  const find = () => speech.getVoices().find(one => one.localService && one.lang.split(/[-_]/)[0] === lang);
  const show = () => (button.hidden = !find());
  const stop = () => (speech.cancel(), (button.textContent = begin));
  button.onclick = () => {
    if (button.textContent !== begin) return stop();
    for (const part of document.querySelectorAll("main :is(h1,h2,h3,p,li,dt,dd,summary):not(.no-print *,:has(p,li))")) {
      if (part.closest("[lang]").lang !== document.documentElement.lang) continue; // German beside a translation
      const own = [...part.childNodes].filter(one => one.className !== "german");
      const said = new SpeechSynthesisUtterance(own.map(one => one.textContent).join(""));
      said.voice = find();
      said.onend = () => speech.pending || stop();
      speech.speak(said);
    }
    button.textContent = button.dataset.stop;
  };
  speech.onvoiceschanged = show;
  addEventListener("pagehide", stop);
  show();
})();
