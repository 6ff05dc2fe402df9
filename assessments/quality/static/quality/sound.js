// A call: a comment leads to its second; a new comment takes the second one is at.
const sound = document.querySelector("[data-sound]");
const player = sound?.querySelector("audio");

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

sound?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-second]");
  if (!button || !player) return;
  player.currentTime = Number(button.dataset.second);
  player.play().catch(() => {});
});

sound?.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  const at = row?.querySelector("[data-at]");
  if (player && at && event.target !== at && !at.value) at.value = clock(player.currentTime);
});
