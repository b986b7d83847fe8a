// Waits for a file: asks every second whether it is there, then fetches it. Without scripts the page's links do the same.
"use strict";

(() => {
  const paper = document.getElementById("paper");
  if (!paper) return;
  const { file, ready } = paper.dataset;

  async function look() {
    const answer = await fetch(file, { method: "HEAD", redirect: "manual" });
    if (answer.type === "opaqueredirect") setTimeout(look, 1000);
    else location.reload();
  }

  if (ready === "yes") location.assign(file);
  else if (ready === "no") setTimeout(look, 1000);
})();
