// Checks a certificate in the browser: what stands behind # in the address, against the published key.
//
// Nothing is sent anywhere. The page has two elements:
//   #certificate-verdict   data-key: the published key in PEM; data-code: the code that the page is about (or absent);
//                          data-valid, data-altered, data-unknown-version, data-cannot-check: the sentences to show
//   #certificate-fields    an empty <dl>; data-words: JSON of labels by key ("band") and of values ("band.good")
// The verdict's class becomes valid, altered, unknown-version or cannot-check. Without anything behind # nothing is done.
// For a revoked certificate the page says so by itself, and does not load this file.
"use strict";

(() => {
  const VERSION = 1;
  const ORDER = ["name", "band", "place", "day", "language", "release", "code"];
  const NEEDED = ["band", "code", "day", "language", "release"];

  class Untrusted extends Error {}

  function bytesOf(text) {
    const data = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(data, (sign) => sign.charCodeAt(0));
  }

  function textOf(bytes) {
    const data = btoa(String.fromCharCode(...bytes));
    return data.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  // The two halves as bytes. Another spelling of the same bytes is refused: not a sign may differ.
  function parts(signed) {
    const halves = signed.split(".");
    try {
      const bytes = halves.map(bytesOf);
      if (bytes.length === 2 && bytes.map(textOf).join(".") === signed) return bytes;
    } catch {
      // falls through to the verdict below
    }
    throw new Untrusted("altered");
  }

  async function imported(pem) {
    try {
      const body = pem.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, "");
      return await crypto.subtle.importKey("spki", bytesOf(body), { name: "Ed25519" }, false, ["verify"]);
    } catch {
      throw new Untrusted("cannot-check");
    }
  }

  async function verified(pem, signed, code) {
    const [said, signature] = parts(signed);
    const key = await imported(pem);
    if (!(await crypto.subtle.verify("Ed25519", key, signature, said))) throw new Untrusted("altered");
    const fields = JSON.parse(new TextDecoder().decode(said));
    if (fields.v !== VERSION || NEEDED.some((name) => !(name in fields))) throw new Untrusted("unknown-version");
    if (code && fields.code !== code) throw new Untrusted("altered");
    return fields;
  }

  function grouped(code) {
    return code.match(/.{1,5}/g).join("-");
  }

  function show(list, fields) {
    const words = JSON.parse(list.dataset.words || "{}");
    list.replaceChildren();
    for (const name of ORDER.filter((each) => each in fields)) {
      const value = String(fields[name]);
      const said = name === "code" ? grouped(value) : words[`${name}.${value}`] || value;
      for (const [tag, text] of [["dt", words[name] || name], ["dd", said]]) {
        const element = document.createElement(tag);
        element.textContent = text;
        list.append(element);
      }
    }
  }

  async function judge() {
    const verdict = document.getElementById("certificate-verdict");
    const list = document.getElementById("certificate-fields");
    const signed = location.hash.slice(1);
    if (!verdict || !list || !signed) return;
    let found = "valid";
    list.replaceChildren();
    try {
      show(list, await verified(verdict.dataset.key, signed, verdict.dataset.code));
    } catch (error) {
      found = error instanceof Untrusted ? error.message : "altered";
    }
    const camel = found.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    verdict.textContent = verdict.dataset[camel] || found;
    verdict.className = found;
    keepInOtherLanguages();
  }

  // A link to the same page in another language would lose what stands behind #.
  function keepInOtherLanguages() {
    for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
  }

  window.addEventListener("hashchange", judge);
  judge();
})();
