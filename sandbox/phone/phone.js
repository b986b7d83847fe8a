"use strict";
// The phone: shows one chat at a time, draws what the sandbox says, never builds HTML out of strings.

const $ = (id) => document.getElementById(id);
const phone = { people: [], current: null, turn: 0, chat: null, profile: {}, pressed: new Map(), unread: new Set(), keysHidden: false, atEnd: true, scrolled: 0 };

// -- the wire ---------------------------------------------------------------------------------------------

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch("/control/" + path, options || {});
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function act(name, body) {
  try {
    return await ask(`people/${phone.current}/${name}`, body || {});
  } catch (error) {
    toast(error.message);
    return null;
  }
}

// -- small things for building pages ----------------------------------------------------------------------

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties || {});
  node.append(...children);
  return node;
}

function button(text, className, onclick) {
  return make("button", { type: "button", className, onclick }, text);
}

// -- words with entities ------------------------------------------------------------------------------------

const WRAP = {
  bold: () => make("b"),
  italic: () => make("i"),
  underline: () => make("u"),
  strikethrough: () => make("s"),
  code: () => make("code"),
  pre: () => make("pre"),
  blockquote: () => make("blockquote"),
  expandable_blockquote: () => make("blockquote", { className: "folded", tabIndex: 0, onclick: unfold, onfocus: unfold }),
  spoiler: () => make("button", { type: "button", className: "spoiler", ariaLabel: "Hidden text: press to show", onclick: reveal }),
  text_link: (entity) => link(entity.url),
};

function unfold() {
  this.classList.remove("folded");
}

function reveal() {
  this.classList.add("shown");
  this.removeAttribute("aria-label");
}

function link(url) {
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" });
}

// Offsets are UTF-16 units, which is how JavaScript counts too.
function drawText(parent, text, entities, from = 0, to = text.length) {
  let at = from;
  while (entities.length) {
    const [first, ...rest] = entities;
    const end = first.offset + first.length;
    drawPlain(parent, text.slice(at, first.offset));
    const node = (WRAP[first.type] || (() => make("span")))(first);
    parent.append(node);
    const block = node.matches("blockquote, pre");
    drawText(node, text, rest.filter((entity) => entity.offset < end), first.offset, end);
    // A block ends its line by itself.
    at = block && text[end] === "\n" ? end + 1 : end;
    entities = rest.filter((entity) => entity.offset >= end);
  }
  drawPlain(parent, text.slice(at, to));
}

// Telegram finds addresses, telephone numbers and commands by itself.
const FOUND = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])|(?<![\w+])(\+\d[\d\s()-]{6,}\d)|(?<!\S)(\/[A-Za-z0-9_]{1,32})(?![\w/])/g;

function drawPlain(parent, text) {
  let at = 0;
  const inside = parent.closest && parent.closest("a, code, pre");
  for (const match of inside ? [] : text.matchAll(FOUND)) {
    parent.append(text.slice(at, match.index), drawFound(match));
    at = match.index + match[0].length;
  }
  parent.append(text.slice(at));
}

function drawFound([whole, url, number]) {
  if (!url && !number) return button(whole, "command", () => act("text", { text: whole }));
  const node = link(url || "tel:" + number.replace(/[^\d+]/g, ""));
  node.append(whole);
  return node;
}

// -- messages -----------------------------------------------------------------------------------------------

function drawMessage(message) {
  const mine = !message.from.is_bot;
  const bubble = make("div", { className: "bubble" });
  drawMedia(bubble, message);
  const words = make("div", { className: "words" });
  drawText(words, message.text || message.caption || "", message.entities || message.caption_entities || []);
  bubble.append(words, make("span", { className: "when" }, (message.edit_date ? "edited " : "") + clock(message.date)));
  const node = make("li", { className: "message" }, bubble);
  node.classList.toggle("mine", mine);
  node.classList.toggle("edited", Boolean(message.edit_date));
  if (message.reply_markup) node.append(drawKeys(message)), node.classList.add("has-keys");
  return node;
}

function drawMedia(bubble, message) {
  if (message.photo) {
    bubble.append(make("img", { className: "picture", src: fileAddress(message.photo.at(-1)), alt: message.caption || "Picture" }));
  }
  if (message.document) bubble.append(drawFile(message.document));
  if (message.contact) bubble.append(drawContact(message.contact));
}

function fileAddress(file) {
  return "/control/files/" + encodeURIComponent(file.file_id);
}

function drawFile(file) {
  const name = file.file_name || "file";
  const words = make("span", {}, name, make("small", {}, size(file.file_size)));
  return make("a", { className: "file", href: fileAddress(file), download: name }, make("span", { className: "mark", ariaHidden: "true" }, "↓"), words);
}

function drawContact(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  const words = make("span", {}, name, make("small", {}, contact.phone_number));
  return make("a", { className: "file", href: "tel:" + contact.phone_number }, make("span", { className: "mark", ariaHidden: "true" }, "☎"), words);
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}

function drawKeys(message) {
  const keys = make("div", { className: "keys" });
  for (const row of message.reply_markup.inline_keyboard) {
    keys.append(make("div", { className: "row" }, ...row.map((key) => drawKey(message, key))));
  }
  return keys;
}

function drawKey(message, key) {
  if (key.url) {
    const node = link(key.url);
    node.className = "key link";
    node.append(key.text);
    return node;
  }
  if (key.copy_text) return button(key.text, "key", () => copy(key.copy_text.text));
  const node = button(key.text, "key " + (key.style || ""), () => press(message.message_id, key.callback_data));
  node.dataset.press = `${message.message_id} ${key.callback_data}`;
  return node;
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast("Copied");
}

// -- pressing -------------------------------------------------------------------------------------------------

async function press(messageId, data) {
  const key = `${messageId} ${data}`;
  if ([...phone.pressed.values()].includes(key)) return;
  const provisional = "pressing " + key;
  phone.pressed.set(provisional, key);
  drawWaiting();
  const made = await act("press", { message_id: messageId, data });
  phone.pressed.delete(provisional);
  if (made && !phone.answered.delete(made.callback_query_id)) {
    phone.pressed.set(made.callback_query_id, key);
    // Telegram's own apps stop waiting too.
    setTimeout(() => released(made.callback_query_id), 15000);
  }
  drawWaiting();
}

// Answers that came before the press's own request had returned.
phone.answered = new Set();

function released(id) {
  const known = phone.pressed.delete(id);
  drawWaiting();
  return known;
}

function answered(event) {
  if (!released(event.callback_query_id)) phone.answered.add(event.callback_query_id);
  if (event.chat_id !== phone.current || !event.text) return;
  if (event.show_alert) alertBox(event.text);
  else toast(event.text);
}

function drawWaiting() {
  const waiting = new Set(phone.pressed.values());
  for (const node of document.querySelectorAll("[data-press]")) {
    if (waiting.has(node.dataset.press)) node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
  }
}

// -- the chat --------------------------------------------------------------------------------------------------

async function showChat() {
  const id = phone.current;
  const turn = ++phone.turn;
  if (!id) return drawNobody();
  const [chat, profile] = await Promise.all([ask(`chats/${id}/messages`), ask(`profile?person=${id}`)]);
  if (turn !== phone.turn) return; // a newer look is on its way, and must not be overwritten by this one
  phone.chat = chat;
  phone.profile = profile;
  drawHead();
  drawMessages();
  drawFoot();
}

function drawNobody() {
  phone.chat = null;
  $("messages").replaceChildren();
  $("about").hidden = false;
  $("about").firstElementChild.textContent = "Nobody has a phone yet";
  $("description").textContent = "Add a person and choose the language of their Telegram.";
  $("block").hidden = $("start").hidden = $("writer").hidden = $("keyboard").hidden = $("commands").hidden = true;
  $("start").hidden = false;
  $("start").textContent = "ADD A PERSON";
}

function drawHead() {
  $("bot-name").textContent = phone.profile.name || "Safar";
  $("status").textContent = phone.chat.person.blocked ? "blocked" : "bot";
  $("status").className = "";
  $("block").hidden = !phone.chat.person.started;
  $("block").textContent = phone.chat.person.blocked ? "Unblock" : "Block";
}

// Nodes of unchanged messages stay, so that an edit does not move the page or lose the focus.
function drawMessages() {
  const list = $("messages");
  const had = new Map([...list.children].map((node) => [node.dataset.id, node]));
  const wanted = withDays(phone.chat.messages).map(([id, content, draw]) => kept(had.get(id), id, content, draw));
  for (const node of had.values()) if (!wanted.includes(node)) node.remove();
  wanted.forEach((node, index) => list.children[index] !== node && list.insertBefore(node, list.children[index] || null));
  const empty = !phone.chat.messages.length;
  $("about").hidden = !empty;
  $("about").firstElementChild.textContent = "What can this bot do?";
  $("description").textContent = phone.profile.description || "Press START to begin.";
  if (list.dataset.owner !== String(phone.current)) phone.atEnd = true;
  list.dataset.owner = phone.current;
  stayAtEnd();
  drawWaiting();
}

// Who reads further up is left in peace; everybody else sees the newest words, also when a keyboard opens.
function stayAtEnd() {
  const scroll = $("scroll");
  if (phone.atEnd) scroll.scrollTop = scroll.scrollHeight;
}

// Only a move upwards is somebody's wish: a message or a keyboard that comes makes the end go away by itself.
$("scroll").onscroll = () => {
  const { scrollHeight, scrollTop, clientHeight } = $("scroll");
  if (scrollHeight - scrollTop - clientHeight < 80) phone.atEnd = true;
  else if (scrollTop < phone.scrolled) phone.atEnd = false;
  phone.scrolled = scrollTop;
};
new ResizeObserver(stayAtEnd).observe($("scroll"));
$("messages").addEventListener("load", stayAtEnd, true);

function withDays(messages) {
  const items = [];
  let last = "";
  for (const message of messages) {
    const today = day(message.date);
    if (today !== last) items.push(["day " + today, today, () => make("li", { className: "day" }, today)]);
    last = today;
    items.push([`${phone.current} ${message.message_id}`, JSON.stringify(message), () => drawMessage(message)]);
  }
  return items;
}

function kept(node, id, content, draw) {
  if (node && node.content === content) return node;
  const fresh = draw();
  fresh.dataset.id = id;
  fresh.content = content;
  if (node) {
    const focused = node.contains(document.activeElement);
    node.replaceWith(fresh);
    if (focused) (fresh.querySelector(".key") || $("scroll")).focus({ preventScroll: true });
  }
  return fresh;
}

function drawFoot() {
  const { person, keyboard } = phone.chat;
  const silent = !person.started || person.blocked;
  $("start").hidden = !silent;
  $("start").textContent = person.blocked ? "UNBLOCK" : "START";
  $("writer").hidden = silent;
  drawCommands(phone.profile.commands || []);
  $("keys").hidden = !keyboard;
  $("keyboard").hidden = silent || !keyboard || phone.keysHidden;
  $("keyboard").replaceChildren(...(keyboard ? keyboard.keyboard.map(drawReplyRow) : []));
  $("text").placeholder = (keyboard && keyboard.input_field_placeholder) || "Message";
}

function drawReplyRow(row) {
  return make("div", { className: "row" }, ...row.map((key) => button(key.text, "", () => pressReply(key))));
}

// A key that asks for the number or the place sends it; any other one sends its words.
function pressReply(key) {
  const { id, first_name } = phone.chat.person;
  if (key.request_contact) return act("message", { contact: { phone_number: "+996700000000", first_name, user_id: id } });
  if (key.request_location) return act("message", { location: { latitude: 40.51, longitude: 72.8 } });
  return act("text", { text: key.text });
}

function drawCommands(commands) {
  $("menu").hidden = !commands.length;
  $("commands").replaceChildren(...commands.map(({ command, description }) => {
    const node = button("", "", () => { toggleCommands(false); act("text", { text: "/" + command }); });
    node.append(make("b", {}, "/" + command), make("span", {}, description));
    return make("li", {}, node);
  }));
}

function toggleCommands(open) {
  $("commands").hidden = !open;
  $("menu").setAttribute("aria-expanded", String(open));
  if (open) $("commands").querySelector("button").focus();
}

// -- people ------------------------------------------------------------------------------------------------------

async function showPeople(select) {
  phone.people = await ask("people");
  const known = phone.people.some((person) => person.id === phone.current);
  if (select) phone.current = select;
  else if (!known) phone.current = phone.people.length ? phone.people[0].id : null;
  drawPeople();
  await showChat();
}

function drawPeople() {
  const add = button("+ Add", "new", () => $("add-dialog").showModal());
  add.setAttribute("aria-label", "Add a person");
  $("people").replaceChildren(...phone.people.map(drawPerson), add);
}

function drawPerson(person, index) {
  const avatar = make("span", { className: `avatar c${index % 5}`, ariaHidden: "true" }, initials(person.first_name));
  const node = button("", "", () => choose(person.id));
  node.append(avatar, make("span", {}, person.first_name), make("small", {}, person.language_code));
  if (phone.unread.has(person.id)) node.append(make("span", { className: "dot", title: "New message" }));
  node.setAttribute("aria-current", String(person.id === phone.current));
  return node;
}

function initials(name) {
  const words = name.split(/\s+/);
  return [...words[0]][0] + (words.length > 1 ? [...words.at(-1)][0] : "");
}

function choose(id) {
  phone.current = id;
  phone.unread.delete(id);
  drawPeople();
  showChat();
}

// -- toast, alert, typing ----------------------------------------------------------------------------------------

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

function alertBox(text) {
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

let typingTimer;
function typing(event) {
  if (event.chat_id !== phone.current) return;
  $("status").textContent = event.action === "typing" ? "typing…" : "sending a file…";
  $("status").className = "busy";
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => phone.chat && drawHead(), 5000);
}

// -- traffic ---------------------------------------------------------------------------------------------------------

function drawEntry(entry) {
  const refused = entry.kind === "request" && !entry.answer.ok;
  const inward = entry.kind === "update" || (entry.method || "").toLowerCase() === "getupdates";
  const summary = make("summary", {},
    make("time", {}, new Date(entry.at * 1000).toLocaleTimeString("en-GB")),
    make("span", { className: "arrow", ariaHidden: "true" }, entry.kind === "fault" ? "⚡" : inward ? "↓" : "↑"),
    make("b", {}, { update: "webhook", fault: "fault" }[entry.kind] || entry.method),
    make("span", { className: "gist" }, gist(entry, refused)));
  if (entry.remarks) summary.append(make("span", { className: "remark" }, entry.remarks.length > 1 ? `${entry.remarks.length} remarks` : "remark"));
  const details = make("details", {}, summary);
  details.ontoggle = () => { if (details.childElementCount === 1) drawDetails(details, entry); };
  const side = entry.kind === "fault" ? "fault" : inward ? "in" : "out";
  return make("li", { className: side + (refused ? " refused" : "") }, details);
}

const PARTS = {
  update: (entry) => ({ update: entry.update }),
  fault: ({ n, at, kind, ...facts }) => ({ fault: facts }),
  request: (entry) => ({ ...(entry.remarks && { remarks: entry.remarks }), request: entry.params, answer: entry.answer }),
};

function drawDetails(details, entry) {
  for (const [title, body] of Object.entries(PARTS[entry.kind](entry))) {
    details.append(make("h3", {}, title), make("pre", { tabIndex: 0 }, JSON.stringify(body, null, 2)));
  }
}

function gist(entry, refused) {
  if (entry.kind === "fault") return faultGist(entry);
  if (refused) return [entry.answer.error_code || "", entry.answer.description].join(" ").trim();
  if (entry.kind === "update") return updateGist(entry.update);
  if (Array.isArray(entry.answer.result) && entry.method.toLowerCase() === "getupdates") {
    return entry.answer.result.map(updateGist).join(" · ");
  }
  const { text, caption, action, commands, url } = entry.params;
  return String(text || caption || action || url || (commands ? `${commands.length} commands` : "") || entry.params.language_code || "");
}

function updateGist(update) {
  const kind = Object.keys(update).find((key) => key !== "update_id") || "update";
  const body = update[kind] || {};
  return `${kind}: ${body.text || body.data || (body.new_chat_member && body.new_chat_member.status) || ""}`;
}

let lastEntry = 0;
function addEntry(entry) {
  if (entry.n <= lastEntry) return;
  lastEntry = entry.n;
  $("entries").prepend(drawEntry(entry));
  if (entry.kind === "fault") showFaults();
  if ($("entries").childElementCount > 300) $("entries").lastElementChild.remove();
}

function openTraffic(open) {
  $("traffic").classList.toggle("open", open);
  $("show-traffic").setAttribute("aria-expanded", String(open));
  (open ? $("hide-traffic") : $("show-traffic")).focus();
}

// -- faults -----------------------------------------------------------------------------------------------------------

// What a button sets: [words, the rule]. The first row takes its requests from the field above it.
const STRIKES = {
  Requests: [
    ["502 page", { kind: "error" }],
    ["429", { kind: "flood" }],
    ["Reset before", { kind: "reset" }],
    ["Reset after", { kind: "reset", carried_out: true }],
    ["No answer", { kind: "silence" }],
    ["Slow", { kind: "delay", seconds: 5 }],
  ],
  Updates: [
    ["Twice", { kind: "duplicate" }],
    ["Swapped", { kind: "reorder" }],
    ["Late", { kind: "late", seconds: 5 }],
    ["Poison", { kind: "poison", times: 1 }],
  ],
  Telegram: [
    ["Delete last message", { kind: "delete_message", times: 1 }],
    ["Revoke token", { kind: "revoke_token", times: 1 }],
    ["Restore", { kind: "restore_token", times: 1 }],
    ["Clock +1 h", { kind: "shift_clock", times: 1 }],
  ],
};

function drawStrikes() {
  for (const [title, strikes] of Object.entries(STRIKES)) {
    const buttons = strikes.map(([words, rule]) => button(words, "", () => strike(title, rule)));
    $("fault-rows").append(make("div", { className: "fault-row" }, make("h3", {}, title), make("div", {}, ...buttons)));
  }
  $("fault-rows").lastElementChild.lastElementChild.append(drawLanguages());
}

// The person on the screen switches Telegram to another language.
function drawLanguages() {
  const choices = [...$("add-language").options].map((option) => make("option", { value: option.value }, option.textContent));
  const select = make("select", { ariaLabel: "Change the person's language" }, make("option", { value: "" }, "Language…"), ...choices);
  select.onchange = () => {
    strike("Telegram", { kind: "change_language", times: 1, language_code: select.value });
    select.value = "";
  };
  return select;
}

async function strike(title, rule) {
  const wanted = { times: Number($("fault-times").value) || null, ...rule };
  const methods = $("fault-methods").value;
  if (title === "Requests" && methods) wanted.methods = methods.split(" ");
  if (["delete_message", "change_language"].includes(rule.kind)) wanted.person = phone.current;
  try {
    await ask("faults", wanted);
  } catch (error) {
    toast(error.message);
  }
}

async function showFaults() {
  const faults = await ask("faults");
  $("fault-count").textContent = faults.length ? `(${faults.length})` : "";
  $("fault-list").replaceChildren(...faults.map((fault) => {
    const node = button(`${faultWords(fault)} ✕`, "", () => lift(fault.id));
    node.setAttribute("aria-label", `Lift ${faultWords(fault)}`);
    return make("li", {}, node);
  }));
}

function faultWords(fault) {
  const left = fault.times === null ? "until lifted" : `${fault.times - fault.fired} to come`;
  return [fault.kind, fault.kind === "error" ? fault.status : "", fault.carried_out ? "after" : "", (fault.methods || []).join(" "), `· ${left}`].filter(Boolean).join(" ");
}

async function lift(id) {
  await fetch(`/control/faults/${id}`, { method: "DELETE" });
  showFaults();
}

function faultGist(entry) {
  const where = entry.method || (entry.update_id ? `update ${entry.update_id}` : "");
  return [entry.fault, entry.carried_out ? "after" : "", where].filter(Boolean).join(" ");
}

// -- events ------------------------------------------------------------------------------------------------------------

const HANDLERS = {
  chat(event) {
    if (event.chat_id === phone.current) return showChat();
    phone.unread.add(event.chat_id);
    drawPeople();
  },
  people: (event) => showPeople(phone.current ? undefined : event.id),
  profile: () => showChat(),
  typing,
  answer: answered,
  traffic: (event) => (early ? early.push(event.entry) : addEntry(event.entry)),
  faults: showFaults,
  reset() {
    $("entries").replaceChildren();
    phone.unread.clear();
    showPeople();
  },
};

function listen() {
  const source = new EventSource("/control/events");
  source.onopen = catchUp;
  source.onmessage = (message) => {
    const event = JSON.parse(message.data);
    if (HANDLERS[event.kind]) HANDLERS[event.kind](event);
  };
}

// Lines that come while the history is asked for wait for it: a history older than they are looks like a restart.
let early = null;

// Also after the sandbox came back from a restart, when its numbers begin anew.
async function catchUp() {
  early = [];
  const entries = await ask("traffic?after=0");
  if (!entries.length || entries.at(-1).n < lastEntry) {
    lastEntry = 0;
    $("entries").replaceChildren();
  }
  [...entries.slice(-300), ...early].forEach(addEntry);
  early = null;
  await Promise.all([showPeople(), showFaults()]);
}

// -- what the hands do ---------------------------------------------------------------------------------------------------

$("start").onclick = () => {
  if (!phone.current) return $("add-dialog").showModal();
  const payload = new URLSearchParams(location.search).get("start") || "";
  act("start", { payload });
};
$("block").onclick = () => act(phone.chat.person.blocked ? "unblock" : "block");
$("menu").onclick = () => toggleCommands($("commands").hidden);
$("keys").onclick = () => {
  phone.keysHidden = !phone.keysHidden;
  $("keys").setAttribute("aria-expanded", String(!phone.keysHidden));
  drawFoot();
};
$("writer").onsubmit = (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  $("text").value = "";
  fitText();
  if (text) act("text", { text });
};
$("text").onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("writer").requestSubmit();
};
$("text").oninput = fitText;

function fitText() {
  $("text").style.height = "auto";
  $("text").style.height = $("text").scrollHeight + "px";
}

document.onkeydown = (event) => {
  if (event.key !== "Escape") return;
  if (!$("commands").hidden) toggleCommands(false), $("menu").focus();
  else if ($("traffic").classList.contains("open")) openTraffic(false);
};
document.onclick = (event) => {
  if (!$("commands").hidden && !event.target.closest("#commands, #menu")) toggleCommands(false);
};

$("add-cancel").onclick = () => $("add-dialog").close();
$("add-form").onsubmit = async () => {
  const person = await ask("people", { first_name: $("add-name").value.trim() || undefined, language_code: $("add-language").value });
  $("add-name").value = "";
  await showPeople(person.id);
};
$("reset").onclick = () => confirm("Forget all people, chats and traffic?") && ask("reset", {});
$("show-traffic").onclick = () => openTraffic(!$("traffic").classList.contains("open"));
$("hide-traffic").onclick = () => openTraffic(false);
$("only-errors").onchange = (event) => $("entries").classList.toggle("only-errors", event.target.checked);

// -- light and dark --------------------------------------------------------------------------------------------------------

const systemDark = matchMedia("(prefers-color-scheme: dark)");

function drawTheme() {
  document.documentElement.dataset.theme = localStorage.theme || (systemDark.matches ? "dark" : "light");
}

$("theme").onclick = () => {
  localStorage.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  drawTheme();
};
systemDark.onchange = drawTheme;
drawTheme();
drawStrikes();
listen();
