// A file dropped anywhere on the page lands in the field; the name of the chosen file is said. Without this the field works alone.
const form = document.querySelector("[data-drop]");
const field = form.querySelector("input[type=file]");
const chosen = form.querySelector("[data-chosen]");
const area = form.querySelector(".file-drop");

function tell() {
  chosen.textContent = [...field.files].map((file) => file.name).join(", ");
}

document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  area.classList.add("over");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) area.classList.remove("over");
});

document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  area.classList.remove("over");
  const first = new DataTransfer();
  first.items.add(event.dataTransfer.files[0]);
  field.files = first.files;
  tell();
});

field.addEventListener("change", tell);
