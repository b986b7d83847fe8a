// Sends on what Telegram signed. Without Telegram around the page, it stays as it is and says where to open it.
"use strict";

(() => {
  const app = window.Telegram && window.Telegram.WebApp;
  const form = document.getElementById("signed");
  if (!app || !app.initData || !form) return;
  document.getElementById("outside").hidden = true;
  document.getElementById("waiting").hidden = false;
  app.ready();
  app.expand();
  form.elements.init_data.value = app.initData;
  form.elements.framed.value = window.parent === window ? "no" : "yes";
  form.submit();
})();
