// The seconds for a reply: a ring that empties, one quiet word when little is left, the customer's line at the end. Nothing is
// taken away. The server counts for itself; this only shows it.
let running = null;
let timer = 0;

function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

function over(clock) {
  clearInterval(timer);
  const line = document.getElementById("waiting");
  clock.querySelector("[data-in-time]").hidden = true;
  clock.querySelector("[data-over]").hidden = false;
  line.hidden = false;
  say(line.textContent.trim().replace(/\s+/g, " "));
  document.dispatchEvent(new CustomEvent("talk:waiting"));
}

function begin() {
  const clock = document.querySelector("[data-clock]");
  if (clock === running) return;
  clearInterval(timer);
  running = clock;
  if (!clock || Number(clock.dataset.left) === 0) return;
  const seconds = Number(clock.dataset.clock);
  const end = Date.now() + 1000 * Number(clock.dataset.left);
  const little = Math.min(15, Math.max(5, seconds / 4));
  let told = Number(clock.dataset.left) <= little;
  clock.querySelector("svg").removeAttribute("hidden");
  timer = setInterval(() => {
    const left = Math.max(0, (end - Date.now()) / 1000);
    clock.querySelector(".arc").setAttribute("stroke-dasharray", `${(100 * left) / seconds} 100`);
    if (!told && left <= little && left > 0) {
      told = true;
      say(clock.dataset.little);
    }
    if (left === 0) over(clock);
  }, 1000);
}

document.addEventListener("htmx:afterSettle", begin);
begin();
