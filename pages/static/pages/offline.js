"use strict";
// Nothing is stored before the tap on "keep"; "delete" leaves nothing, of no language.
(async () => {
  const box = document.querySelector("[data-offline]"), workers = navigator.serviceWorker;
  if (!workers || !window.caches) return;
  const { offline, content, scope, failed, deleted } = box.dataset;
  const [keepButton, deleteButton] = box.querySelectorAll("button"), status = box.querySelector("[role=status]");

  const show = async (text) => {
    const kept = await caches.match(content);
    const told = kept || (await fetch(content).catch(() => null));
    const texts = told && told.ok ? await told.json() : {};
    keepButton.hidden = !!kept;
    deleteButton.hidden = !kept;
    keepButton.disabled = deleteButton.disabled = false;
    status.textContent = text || (kept ? texts.kept : texts.size) || failed;
  };
  const wipe = async () => {
    for (const registration of await workers.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  };
  const keep = async () => {
    const registration = await workers.register(offline, { scope });
    const worker = registration.installing || registration.waiting || registration.active;
    await new Promise((done, fail) => {
      worker.onstatechange = () => (worker.state === "activated" ? done() : worker.state === "redundant" && fail());
      worker.onstatechange();
    });
    if (!(await caches.match(content))) throw new Error("nothing was kept");
  };
  const act = (button, work, text) => button.addEventListener("click", async () => {
    button.disabled = true;
    await show(await work().then(() => text, async () => (await wipe(), failed)));
    (keepButton.hidden ? deleteButton : keepButton).focus();
  });

  act(keepButton, keep, "");
  act(deleteButton, wipe, deleted);
  await show("");
  box.hidden = false;
  document.querySelector("[data-otherwise]").hidden = true;
})();
