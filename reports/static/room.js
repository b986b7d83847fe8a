// Arrow keys, and the keys of a presenter's remote, turn the slides; in a field they stay what they are.
"use strict";
const FORWARD = new Set(["ArrowRight", "PageDown"]);
const BACKWARD = new Set(["ArrowLeft", "PageUp"]);

document.addEventListener("keydown", (pressed) => {
  if (pressed.target.closest("input, textarea, select") || pressed.altKey || pressed.ctrlKey || pressed.metaKey) return;
  const direction = FORWARD.has(pressed.key) ? "next" : BACKWARD.has(pressed.key) ? "prev" : "";
  const link = direction && document.querySelector(`a[rel="${direction}"]`);
  if (link) {
    pressed.preventDefault();
    link.click();
  }
});

// While people come in, their number keeps itself fresh, unless somebody reads the plan or types.
const AGAIN_AFTER = 20_000;
if (document.querySelector(".entrance")) {
  setInterval(() => {
    if (!document.querySelector("details[open]")) location.reload();
  }, AGAIN_AFTER);
}
