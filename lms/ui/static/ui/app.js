// Makes pages quicker and quieter; nothing here is needed for basic use.
const all = (selector, root = document) => root.querySelectorAll(selector);
const QUIET_AFTER = 6000;
const UNDO_FOR = 10000;

// Said aloud by screen readers, politely.
export function announce(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text.trim().replace(/\s+/g, " "); }, 60);
}

// Toasts go by themselves, unless someone points at them or they tell of something wrong.
function leave(toast) {
  toast.classList.add("going");
  setTimeout(() => toast.remove(), 200);
}

function wake(toast) {
  if (toast.dataset.awake) return;
  toast.dataset.awake = "yes";
  for (const button of all("[data-dismiss]", toast)) {
    button.hidden = false;
    button.addEventListener("click", () => leave(toast));
  }
  if (toast.dataset.toast === "stay" || !toast.closest(".toasts")) return;
  let timer;
  const start = () => { timer = setTimeout(leave, toast.dataset.toast === "undo" ? UNDO_FOR : QUIET_AFTER, toast); };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

// Dialogs: <a href="#id" data-dialog="id"> opens, [data-close] closes.
function openDialog(dialog, opener) {
  if (location.hash === `#${dialog.id}`) history.replaceState(null, "", location.pathname + location.search);
  dialog.showModal();
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    openDialog(dialog, opener);
    return;
  }
  const closer = event.target.closest("[data-close]");
  const open = closer?.closest("dialog[open]");
  if (open) {
    event.preventDefault();
    open.close();
  } else if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom)
      event.target.close();
  }
  for (const menu of all("details.more[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// What cannot be undone asks once: data-confirm="question" on a form or its button.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    setTimeout(() => delete event.target.dataset.sent, 3000);
  }
}, true);

// What is to be taken along: copied where the browser lets us, else selected.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  document.getElementById(button.dataset.copy).select();
  navigator.clipboard?.writeText(document.getElementById(button.dataset.copy).value).then(() => {
    button.textContent = button.dataset.copied;
    announce(button.dataset.copied);
  }, () => {});
});

// Number keys choose the answer that carries them.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of all("details.more[open]")) menu.open = false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  if (!/^[0-9]$/.test(event.key)) return;
  document.querySelector(`[data-key="${event.key}"]:not(:disabled)`)?.click();
});

// Dropping on the area looks like it.
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) =>
    event.target.closest?.(".file-drop")?.classList.toggle("over", name === "dragover"));
}

function settle(root) {
  for (const toast of all("[data-toast]", root)) wake(toast);
  for (const button of all("[data-copy]", root)) button.hidden = !navigator.clipboard;
  const target = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  if (target) {
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: root === document });
    if (root === document) target.scrollIntoView({ block: "nearest" });
  }
  const told = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
  announce(told?.dataset.announce || told?.textContent);
}

document.addEventListener("htmx:afterSettle", (event) => settle(event.detail.elt));
document.addEventListener("htmx:oobAfterSwap", (event) => settle(event.detail.target));
settle(document);
const spoken = [...all("#toasts .toast p")].map((line) => line.textContent).join(". ");
if (spoken) announce(spoken);
