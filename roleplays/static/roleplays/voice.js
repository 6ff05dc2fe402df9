// The customer's words aloud, by a voice that lives on this machine. Most browsers also offer voices that send the text to
// somebody's server (localService is false): those are never used, and without another one nothing is shown.
const speech = window.speechSynthesis;
const KEPT = "roleplay.aloud";
const talk = () => document.getElementById("talk");

function voice() {
  const language = talk()?.lang.slice(0, 2);
  const fits = (one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language;
  const found = speech.getVoices().filter(fits);
  return found.find((one) => one.default) || found[0];
}

function aloud() {
  try { return localStorage.getItem(KEPT) === "yes"; } catch { return false; }
}

function keep(yes) {
  try { localStorage.setItem(KEPT, yes ? "yes" : "no"); } catch { /* remembered for this page only */ }
}

// What the customer has said since one's own last words.
function words() {
  const said = [...talk().querySelectorAll(".bubbles > .bubble:not([hidden])")];
  const last = said.map((one) => one.classList.contains("own")).lastIndexOf(true);
  return said.slice(last + 1).map((one) => one.querySelector("[data-words]").textContent.trim());
}

function show(speaking) {
  const button = talk()?.querySelector("[data-listen]");
  if (!button) return;
  button.dataset.speaking = speaking ? "yes" : "";
  button.querySelector("span").textContent = speaking ? button.dataset.stop : button.dataset.listen;
}

function stop() {
  speech.cancel();
  show(false);
}

function read(texts) {
  const by = voice();
  stop();
  if (!by || !texts.length) return;
  texts.forEach((text, place) => {
    const part = new SpeechSynthesisUtterance(text);
    part.voice = by;
    part.lang = by.lang;
    if (place === texts.length - 1) part.onend = () => show(false);
    part.onerror = () => show(false);
    speech.speak(part);
  });
  show(true);
}

let dressed = null;

function dress() {
  const place = talk()?.querySelector("[data-voice]");
  if (!place || place === dressed || !voice()) return;
  dressed = place;
  place.hidden = false;
  place.querySelector("input").checked = aloud();
  if (aloud()) read(words());
}

if (speech) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-listen]");
    if (button) button.dataset.speaking ? stop() : read(words());
  });
  document.addEventListener("change", (event) => {
    if (!event.target.closest?.("[data-voice]")) return;
    keep(event.target.checked);
    if (event.target.checked) read(words());
    else stop();
  });
  document.addEventListener("talk:waiting", () => { if (aloud()) read(words().slice(-1)); });
  document.addEventListener("submit", stop, true);
  document.addEventListener("htmx:afterSettle", dress);
  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", dress);
  dress();
}
