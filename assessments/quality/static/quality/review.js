// The checklist by keyboard: 1–5 rate the row one is in and go on to the next, N leaves it out, W says well done, up and
// down go from row to row, Ctrl+Enter gives the review. Saving is htmx's.
import "./sound.js";

const form = document.querySelector("[data-review]");
const rows = [...form.querySelectorAll("[data-row]")];
const saved = document.getElementById("saved");
let current = rows.findIndex((row) => !row.querySelector(":checked"));

function go(place) {
  current = Math.max(0, Math.min(place, rows.length - 1));
  rows.forEach((row, index) => row.classList.toggle("current", index === current));
}

function focusOn(place) {
  go(place);
  const next = rows[current].querySelector(":checked") || rows[current].querySelector("input");
  next.focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: "nearest" });
}

function choose(value) {
  const radio = rows[current]?.querySelector(`input[type=radio][value="${value}"]`);
  if (!radio) return;
  radio.click();
  if (current + 1 < rows.length) focusOn(current + 1);
  else form.querySelector("[name=comment]").focus();
}

function praise() {
  const tick = rows[current]?.querySelector("[data-well]");
  if (!tick) return;
  tick.closest("details").open = true;
  tick.click();
}

form.addEventListener("focusin", (event) => {
  const place = rows.indexOf(event.target.closest("[data-row]"));
  if (place >= 0) go(place);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    form.querySelector("button[name=submit]").click();
    return;
  }
  const typing = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
  if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
  const key = event.key.toLowerCase();
  if (/^[1-5]$/.test(key)) choose(key);
  else if (key === "n" || key === "т") choose("n");
  else if (key === "w" || key === "ц") praise();
  else if (key === "arrowdown") focusOn(current + 1);
  else if (key === "arrowup") focusOn(current - 1);
  else return;
  event.preventDefault();
});

form.addEventListener("htmx:afterRequest", (event) => {
  const well = event.detail.successful ?? event.detail.ctx?.response?.status < 400;
  saved.hidden = false;
  saved.textContent = well ? saved.dataset.saved : saved.dataset.failed;
});

go(current < 0 ? rows.length - 1 : current);
