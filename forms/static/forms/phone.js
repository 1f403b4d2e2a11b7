/* The page for phones: takes the code out of the address, sends photos one by one. Everything works without it too. */
(() => {
  "use strict";

  const code = document.getElementById("phone-code");
  const given = location.hash.slice(1);
  if (given) history.replaceState(null, "", location.pathname); // it stands in no history, and works once anyway
  if (code && given) {
    code.elements.code.value = given;
    code.requestSubmit();
    return;
  }

  const form = document.getElementById("phone-photos");
  if (!form) return;
  form.querySelector("[data-without-script]").hidden = true;

  form.addEventListener("change", async (event) => {
    const files = [...event.target.files];
    const name = event.target.name;
    form.reset();
    document.getElementById("phone-told").replaceChildren();
    for (const file of files) if (!(await send(name, file))) return;
  });

  async function send(name, file) {
    const line = document.createElement("li");
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0, className: "progress" });
    const said = document.createElement("span");
    bar.setAttribute("aria-label", form.dataset.sending);
    line.append(bar, said);
    document.querySelector(".sending").append(line);
    const data = new FormData(form);
    data.delete(name);
    data.append(name, file);
    try {
      const page = await post(data, (percent) => {
        bar.value = percent;
        if (percent >= 100) said.textContent = form.dataset.sending;
      });
      line.remove();
      return show(page);
    } catch {
      bar.remove();
      line.className = "phone-problem";
      said.textContent = form.dataset.failed;
      return false;
    }
  }

  function post(data, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", location.pathname);
      request.responseType = "document";
      request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress((100 * event.loaded) / event.total));
      request.addEventListener("load", () => (request.response ? resolve(request.response) : reject(new Error("no page"))));
      request.addEventListener("error", () => reject(new Error("offline")));
      request.send(data);
    });
  }

  /* What the server says about this file; where the access has ended, its page takes the place of this one. */
  function show(page) {
    const told = page.getElementById("phone-told");
    if (!told) {
      document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
      return false;
    }
    document.getElementById("phone-told").append(...document.importNode(told, true).childNodes);
    return true;
  }
})();
