// Hides the password fields where the reader wants a copy without a password.
"use strict";

const form = document.querySelector("[data-copy]");

function showPasswordFields() {
  form.querySelector("[data-password]").hidden = form.elements.protection.value === "none";
}

if (form) {
  form.addEventListener("change", showPasswordFields);
  showPasswordFields();
}
