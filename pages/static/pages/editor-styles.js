// Rich text and the translation editor make <style> elements that know no nonce, and the content security policy
// blocks those. What our own scripts create gets the nonce of the page here; styles from anywhere else stay blocked.
(() => {
  const { nonce } = document.currentScript;
  const createElement = Document.prototype.createElement;
  Document.prototype.createElement = function (name, options) {
    const element = createElement.call(this, name, options);
    if (element instanceof HTMLStyleElement) {
      element.nonce = nonce;
    }
    return element;
  };
})();
