// The author's preview. All words that come from files are put in as text, never as markup.
const SAY = {
  en: {
    preview: "preview", what: "Show", language: "Language", passport: "Passport", view: "View", row: "one after the other",
    side: "all languages", play: "walk through", card: "Screen", skip: "To the screens", others: "Everything else the proof-reader says",
    broken: "These files can't be shown as they are. Below stands the last good state.",
    nothing: "These files can't be shown as they are, and there is no good state yet.",
    saved: "Read again", today: "as of", lessons: "Lessons", checks: "First and last check", trouble: "Trouble pages", phrases: "Phrases", contacts: "Contacts",
    empty: "Nothing here for this passport.", again: "From the beginning", clean: "The proof-reader has nothing to say.",
    counts: (c) => `${c.error} errors, ${c.warning} warnings, ${c.note} notes`,
    states: {
      review: "to review: an amount changed", edited: "edited, not accepted", new: "never accepted", wording: "stale: wording",
      meaning: "stale: meaning", legal: "stale: law changed", unmarked: "source changed, nobody said how much", missing: "missing",
    },
    withheld: "withheld: learners get Russian",
    hard: "What learners found hard", floor: "Nothing is told about fewer than ten people; heads are in tens, shares in steps of five.",
    lists: { questions: "Hardest questions", cards: "Cards called unclear", stops: "Where people stand who have not finished", gains: "Gain by idea, the smallest first" },
    heads: { where: "Where", who: "Readers", people: "People", difficulty: "Right, %", discrimination: "Discrimination", wrong: "Most chosen wrong option", unclear: "Unclear, %", before: "Right before, %", after: "Right after, %", wrongBefore: "Untrue belief before, %", wrongAfter: "after, %" },
    everybody: "all", questionsPlace: "questions", none: "Nothing to tell yet.",
    learned: {
      question: (l) => `${l.people} people answered${l.difficulty === null ? "" : `, ${l.difficulty} % right`}${l.discrimination === null ? "" : `, discrimination ${l.discrimination}`}${l.wrong ? `; most chosen wrong option: ${l.wrong[0]}, ${l.wrong[1]} %` : ""}`,
      card: (l) => `${l.people} people said what they think${l.unclear === null ? "" : `: ${l.unclear} % unclear`}`,
      pair: (l) => `${l.people} people, right before ${l.before ?? "—"} %, after ${l.after ?? "—"} %; untrue belief before ${l.wrongBefore ?? "—"} %, after ${l.wrongAfter ?? "—"} %`,
    },
  },
  ru: {
    preview: "просмотр", what: "Показать", language: "Язык", passport: "Паспорт", view: "Вид", row: "подряд",
    side: "все языки", play: "пройти", card: "Экран", skip: "К экранам", others: "Остальные замечания корректора",
    broken: "Эти файлы нельзя показать как есть. Ниже — последнее хорошее состояние.",
    nothing: "Эти файлы нельзя показать как есть, а хорошего состояния ещё не было.",
    saved: "Прочитано заново", today: "на день", lessons: "Уроки", checks: "Первая и последняя проверка", trouble: "Страницы беды", phrases: "Фразы", contacts: "Контакты",
    empty: "Для этого паспорта здесь ничего нет.", again: "С начала", clean: "Корректору нечего сказать.",
    counts: (c) => `ошибок: ${c.error}, предупреждений: ${c.warning}, заметок: ${c.note}`,
    states: {
      review: "посмотреть: изменилось число", edited: "изменено, не принято", new: "ни разу не принято", wording: "устарело: слова",
      meaning: "устарело: смысл", legal: "устарело: закон", unmarked: "источник изменён, не взвешено", missing: "нет перевода",
    },
    withheld: "не показывается: учащимся даётся русский текст",
    hard: "Что людям трудно", floor: "О группах меньше десяти человек не говорится ничего; люди — десятками, доли — с шагом пять.",
    lists: { questions: "Самые трудные вопросы", cards: "Карточки, названные непонятными", stops: "Где стоят те, кто не закончил", gains: "Чему научились, с меньшего" },
    heads: { where: "Где", who: "Читатели", people: "Людей", difficulty: "Верно, %", discrimination: "Различение", wrong: "Чаще всего неверно", unclear: "Непонятно, %", before: "Верно до, %", after: "Верно после, %", wrongBefore: "Верят в неправду до, %", wrongAfter: "после, %" },
    everybody: "все", questionsPlace: "вопросы", none: "Пока сказать нечего.",
    learned: {
      question: (l) => `ответили ${l.people} человек${l.difficulty === null ? "" : `, верно ${l.difficulty} %`}${l.discrimination === null ? "" : `, различение ${l.discrimination}`}${l.wrong ? `; чаще всего неверно: ${l.wrong[0]}, ${l.wrong[1]} %` : ""}`,
      card: (l) => `сказали своё мнение ${l.people} человек${l.unclear === null ? "" : `: непонятно ${l.unclear} %`}`,
      pair: (l) => `${l.people} человек, верно до ${l.before ?? "—"} %, после ${l.after ?? "—"} %; верят в неправду до ${l.wrongBefore ?? "—"} %, после ${l.wrongAfter ?? "—"} %`,
    },
  },
};
const TAGS = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote" };
const $ = (id) => document.getElementById(id);
const chosen = { words: localStorage.getItem("words") || "en" };
let asked = 0;

function say(key) { return SAY[chosen.words][key]; }

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Telegram's few tags become elements of ours; whatever else there is stays text.
function telegram(html) {
  const holder = document.createDocumentFragment();
  const copy = (from, to) => from.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) { to.append(node.textContent); return; }
    const made = TAGS[node.nodeName] ? element(TAGS[node.nodeName]) : element("span");
    if (node.nodeName === "A") made.title = node.getAttribute("href") || "";
    copy(node, made);
    to.append(made);
  });
  copy(new DOMParser().parseFromString(html, "text/html").body, holder);
  return holder;
}

function phone(screen, press) {
  const box = element("div", "phone");
  const bubble = element("div", "bubble");
  if (screen.picture) {
    const drawing = element("img", "drawing");
    drawing.src = screen.picture;
    drawing.alt = "";
    bubble.append(drawing);
  }
  bubble.append(telegram(screen.html));
  const keys = element("div", "keys");
  for (const row of screen.rows) {
    const line = element("div");
    for (const button of row) {
      const key = element("button", "", button.text);
      key.type = "button";
      key.addEventListener("click", () => press(button.data));
      line.append(key);
    }
    keys.append(line);
  }
  box.append(bubble, keys);
  return box;
}

function marks(states) {
  const list = element("ul", "marks");
  for (const state of states) {
    const item = element("li", state.withheld ? "withheld" : state.state, `${state.name.split(".").slice(-1)[0]}: ${say("states")[state.state]}`);
    if (state.facts.length) item.append(` (${state.facts.join(", ")})`);
    if (state.withheld) item.append(` — ${say("withheld")}`);
    if (state.difference.length) {
      const difference = element("span", "difference");
      state.difference.forEach(([kind, text], at) => {
        if (at) difference.append(" ");
        difference.append(kind === "same" ? text : element(kind === "in" ? "ins" : "del", "", text));
      });
      item.append(difference);
    }
    list.append(item);
  }
  return list;
}

function findings(found) {
  const list = element("ul", "findings");
  for (const each of found) {
    const [what, why, cure] = each[chosen.words];
    const item = element("li", each.severity);
    item.append(element("span", "place", `${each.file}:${each.line} ${each.severity} ${each.rule}`), element("b", "", what));
    item.append(element("span", "cure", cure));
    item.title = why;
    list.append(item);
  }
  return list;
}

function article(item, title) {
  const made = element("article");
  made.tabIndex = 0;
  made.dataset.key = item.key;
  const name = element("h2", "", title);
  name.id = `h-${item.language}-${item.key}`;
  made.setAttribute("aria-labelledby", name.id);
  made.append(name, phone(item, (data) => { start(data); }));
  if (item.states.length) made.append(marks(item.states));
  if (item.findings.length) made.append(findings(item.findings));
  for (const each of item.learned) {
    made.append(element("p", "learned", `${each.language ?? say("everybody")}: ${say("learned")[each.kind](each)}`));
  }
  return made;
}

async function get(path, fields) {
  const answer = await fetch(`${path}?${new URLSearchParams(fields)}`);
  return answer.json();
}

function fields() {
  const [what, key] = $("what").value.split(":");
  return { what, key, language: $("language").value, passport: $("passport").value };
}

const view = () => document.querySelector("input[name=view]:checked").value;

async function draw() {
  const mine = ++asked;
  const main = $("screens");
  const wanted = fields();
  if (!wanted.key) { main.replaceChildren(); return; }
  const row = await get("/api/row", wanted);
  if (mine !== asked) return;
  $("card-choice").hidden = view() !== "side";
  keepCard(row);
  if (view() === "play") { if (!main.querySelector(".played")) await start(""); return; }
  const items = view() === "row" ? row : await get("/api/side-by-side", { ...wanted, card: $("card").value });
  if (mine !== asked) return;
  const focused = document.activeElement?.dataset?.key;
  main.replaceChildren(...items.map((item, at) => article(item, view() === "row" ? `${at + 1}. ${item.key}` : `${item.language}: ${item.key}`)));
  if (!items.length) main.append(element("p", "empty", say("empty")));
  if (focused) main.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  remember();
}

function keepCard(row) {
  const before = $("card").value;
  $("card").replaceChildren(...row.map((item) => new Option(item.key, item.key)));
  if (row.some((item) => item.key === before)) $("card").value = before;
}

// Walking: the buttons carry all that was done, so the server keeps nothing.
async function start(data) {
  document.querySelector("input[name=view][value=play]").checked = true;
  $("card-choice").hidden = true;
  const answer = await fetch(`/api/press?${new URLSearchParams(fields())}`, { method: "POST", body: data });
  const shown = await answer.json();
  const played = element("article", "played");
  played.tabIndex = 0;
  const again = element("button", "", say("again"));
  again.type = "button";
  again.addEventListener("click", () => start(""));
  played.append(phone(shown, start), element("p"), again);
  $("screens").replaceChildren(played);
  (played.querySelector(".keys button") || played).focus();
  remember();
}

function remember() {
  history.replaceState(null, "", `#${new URLSearchParams({ ...fields(), view: view(), card: $("card").value })}`);
}

async function outline() {
  const found = await get("/api/outline", {});
  const before = $("what").value;
  const group = (name, kind, items) => {
    const made = document.createElement("optgroup");
    made.label = say(name);
    made.append(...items.map((item) => new Option(item.title, `${kind}:${item.number ?? item.key}`)));
    return made;
  };
  $("what").replaceChildren(group("lessons", "lesson", found.lessons), ...(found.checks.length ? [group("checks", "check", found.checks)] : []), group("trouble", "trouble", found.trouble), group("phrases", "phrases", found.phrases), group("contacts", "contacts", found.contacts));
  if (before) $("what").value = before;
  $("today").textContent = `${say("today")} ${found.today}`;
  const errors = $("errors");
  errors.hidden = !found.errors.length;
  if (found.errors.length) errors.replaceChildren(element("h2", "", found.lessons.length ? say("broken") : say("nothing")), findings(found.errors));
  $("others").hidden = !found.others.length;
  $("others").querySelector("ul").replaceWith(findings(found.others));
  const total = found.counts.error + found.counts.warning + found.counts.note;
  return total ? say("counts")(found.counts) : say("clean");
}

// What learners found hard: a table for each list, from the file that the operator handed over.
async function hard() {
  const found = await get("/api/hard", { language: $("language").value });
  $("hard").hidden = !found;
  if (!found) return;
  const columns = { questions: ["difficulty", "discrimination", "wrong"], cards: ["unclear"], stops: [], gains: ["before", "after", "wrongBefore", "wrongAfter"] };
  $("hard").querySelector("div").replaceChildren(...Object.entries(columns).map(([name, more]) => {
    const table = element("table");
    table.append(element("caption", "", say("lists")[name]));
    const head = element("tr");
    for (const column of ["where", "who", "people", ...more]) {
      const cell = element("th", "", say("heads")[column]);
      cell.scope = "col";
      head.append(cell);
    }
    table.append(head);
    for (const each of found[name]) {
      const row = element("tr");
      const cells = [[each.lesson, each.key || say("questionsPlace")].filter(Boolean).join(" "), each.language ?? say("everybody"), each.people];
      for (const column of more) cells.push(Array.isArray(each[column]) ? `${each[column][0]}, ${each[column][1]} %` : each[column] ?? "—");
      row.append(...cells.map((text) => element("td", "", text)));
      table.append(row);
    }
    const holder = element("div", "table");
    holder.append(table);
    if (!found[name].length) holder.append(element("p", "empty", say("none")));
    return holder;
  }));
}

async function refresh() {
  const news = await outline();
  await draw();
  await hard();
  $("news").textContent = `${say("saved")}. ${news}`;
}

function speak() {
  document.documentElement.lang = chosen.words;
  document.querySelectorAll("[data-say]").forEach((each) => { each.textContent = say(each.dataset.say); });
  $("words").textContent = chosen.words === "en" ? "Русский" : "English";
  $("words").lang = chosen.words === "en" ? "ru" : "en";
}

function restore() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of [["language", kept.get("language")], ["passport", kept.get("passport")]]) if (value) $(name).value = value;
  if (kept.get("key")) $("what").value = `${kept.get("what")}:${kept.get("key")}`;
  const radio = document.querySelector(`input[name=view][value="${CSS.escape(kept.get("view") || "row")}"]`);
  if (radio) radio.checked = true;
  if (kept.get("card")) { $("card").replaceChildren(new Option(kept.get("card"))); $("card").value = kept.get("card"); }
}

$("choice").addEventListener("submit", (event) => event.preventDefault());
$("language").addEventListener("change", hard);
$("choice").addEventListener("change", () => { if (view() === "play") start(""); else draw(); });
$("words").addEventListener("click", () => {
  chosen.words = chosen.words === "en" ? "ru" : "en";
  localStorage.setItem("words", chosen.words);
  speak();
  refresh();
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const here = document.activeElement?.closest("article");
  if (!step || !here || document.activeElement.tagName === "SELECT") return;
  const all = [...document.querySelectorAll("main article")];
  all[all.indexOf(here) + step]?.focus();
});

speak();
let first = true;
new EventSource("/events").onmessage = async () => {
  if (first) { first = false; await outline(); restore(); }
  await refresh();
};
