/* Opens the buttons of passkeys once they do something, and says in words when a passkey was not used. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const problem = document.getElementById("passkey-problem");
    const buttons = document.querySelectorAll("button[data-passkey]");
    document.addEventListener("allauth.error", () => {
      buttons[0].closest(".actions").before(problem);
      problem.hidden = false;
      problem.focus();
    });
    for (const button of buttons) {
      button.addEventListener("click", () => (problem.hidden = true));
      button.disabled = !window.PublicKeyCredential;
    }
  });
})();
