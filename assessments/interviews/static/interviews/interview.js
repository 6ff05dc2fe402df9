// Keeps what an interviewer types while the network is gone, and sends it as soon as it is back.
// Without this module the form saves when a button is pressed.
const NAMES = ["situation", "task", "action", "result", "score"];
const PAUSE = 1200, AGAIN = 8000;
const form = document.querySelector("[data-interview]");
const line = document.getElementById("saved");

const shelf = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  put: (key, text) => { try { localStorage.setItem(key, text); } catch { /* private mode: the server has it a moment later */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* as above */ } },
  keys: () => { try { return Object.keys(localStorage); } catch { return []; } },
};

// What a page before this one has sent, and what belongs to ratings that are submitted, need not be kept.
for (const told of document.querySelectorAll("[data-saved]")) {
  shelf.drop(told.dataset.saved);
  if (told.dataset.forget) for (const key of shelf.keys()) if (key.startsWith(told.dataset.forget)) shelf.drop(key);
}

function written() {
  const data = new FormData(form);
  return JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, data.get(name) ?? ""])));
}

function fill(text) {
  const values = JSON.parse(text);
  for (const name of NAMES) {
    if (name === "score") for (const radio of form.querySelectorAll("[name=score]")) radio.checked = radio.value === values[name];
    else form.elements[name].value = values[name];
  }
}

function clock(place) {
  const gone = Math.floor((Date.now() - new Date(place.dataset.started)) / 60000);
  const left = Number(place.dataset.minutes) - gone;
  place.textContent = (left >= 0 ? place.dataset.left : place.dataset.over).replace("{n}", Math.abs(left));
}

if (form && line) {
  const key = form.dataset.interview;
  let timer, again, sent = "";
  const send = () => window.htmx.trigger(line, "save");
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };
  const failed = () => {
    shelf.put(key, written());
    line.textContent = form.dataset.kept;
    line.classList.add("unsent");
    clearTimeout(again);
    again = setTimeout(send, AGAIN);
  };

  const kept = shelf.get(key);
  if (kept && kept !== written()) {
    fill(kept);
    line.textContent = form.dataset.back;
    window.addEventListener("load", send, { once: true }); // htmx listens from then on
  } else shelf.drop(key);
  form.addEventListener("input", () => { shelf.put(key, written()); later(PAUSE); });
  line.addEventListener("htmx:beforeRequest", () => { clearTimeout(timer); clearTimeout(again); sent = written(); });
  line.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.getResponseHeader("X-Saved")) return;
    event.detail.shouldSwap = false;
    failed();
  });
  line.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.xhr.getResponseHeader("X-Saved")) return;
    line.classList.remove("unsent");
    if (written() === sent) shelf.drop(key);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) line.addEventListener(name, failed);
  window.addEventListener("online", send);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine !== false) return;
    event.preventDefault();
    failed();
    line.scrollIntoView({ block: "nearest" });
  });
}

for (const place of document.querySelectorAll("[data-clock]")) {
  clock(place);
  setInterval(clock, 20000, place);
}
