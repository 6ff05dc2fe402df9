// Names of the nodes as they are typed, offered wherever a reply leads somewhere.
const names = () => {
  const typed = [...document.querySelectorAll("[data-roleplay-key]")].map((field) => field.value.trim());
  return [...new Set(typed.filter(Boolean))];
};

function offer() {
  const list = document.getElementById("roleplay-keys");
  if (!list) return;
  list.replaceChildren(...names().map((name) => Object.assign(document.createElement("option"), { value: name })));
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("input[list='roleplay-keys']")) offer();
});
