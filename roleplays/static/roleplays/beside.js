// The drawing beside the list of parts: a box opens its part, a part marks its box, words find parts, and what is
// typed is drawn by the server. Nothing is kept here that the form does not hold.

const WAIT = 700;
const proof = document.querySelector("[data-roleplay-proof]");
const part = (name) => proof.querySelector(`[data-roleplay-${name}]`);
const boxes = () => [...proof.querySelectorAll("[data-node]")];
const boxOf = (uid) => proof.querySelector(`[data-node="${CSS.escape(uid)}"]`);
const form = proof?.closest("form");
let here = "";
let noted = ""; // said with the next drawing
let beside;

// the list ---------------------------------------------------------------------

const listed = () => form.querySelector("[name='body-count']")?.parentElement.querySelector("[data-streamfield-stream-container]");
const sectionOf = (uid) => document.getElementById(`block-${uid}-section`);
const inTalk = (field) => field?.name?.startsWith("body-");

/** The uid of the part a field or button stands in: of the outermost block of the talk. */
function uidAt(element) {
  let uid = "";
  for (let block = element.closest?.("[data-streamfield-child]"); block; ) {
    uid = block.dataset.contentpath ?? uid;
    block = block.parentElement.closest("[data-streamfield-child]");
  }
  return boxOf(uid) ? uid : "";
}

/** Every panel around it is opened, as a press on its heading would. */
function unfold(element) {
  const panels = [];
  for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    panels.unshift(panel);
  }
  for (const panel of panels) {
    const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  element.closest("[data-block-settings][hidden]")?.dispatchEvent(new Event("beforematch", { bubbles: false }));
}

function open(uid, focus = true) {
  const section = sectionOf(uid);
  if (!section) return false;
  unfold(section);
  mark(uid);
  section.scrollIntoView({ block: "start" });
  if (focus) section.querySelector("[data-roleplay-key]")?.focus({ preventScroll: true });
  return true;
}

/** A part with a new name takes along what leads to it, unless another part has the old one. */
function renamed(key) {
  const [was, now] = [key.dataset.was ?? "", key.value.trim()];
  key.dataset.was = now;
  const keys = [...form.querySelectorAll("[data-roleplay-key]")].map((each) => each.value.trim());
  if (!was || !now || was === now || keys.includes(was)) return;
  const leads = [...form.querySelectorAll("input[list='roleplay-keys']")].filter((each) => each.value.trim() === was);
  for (const lead of leads) {
    lead.value = now;
    lead.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (leads.length) noted = proof.dataset.renamed.replace("{n}", leads.length);
}

// the drawing ------------------------------------------------------------------

function mark(uid) {
  here = uid;
  const box = boxOf(uid);
  for (const each of boxes()) {
    each === box ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current");
    each.tabIndex = each === (box ?? boxes()[0]) ? 0 : -1; // one stop for the tab key, arrows go on from there
  }
  const key = box?.dataset.key;
  for (const line of proof.querySelectorAll("path[data-from]")) {
    line.classList.toggle("near", Boolean(key) && (line.dataset.from === key || line.dataset.to === key));
  }
  if (box) bring(box);
  offerTrial(box);
}

/** Into view within the drawing alone: the page stays where it is. */
function bring(box) {
  const drawing = part("drawing");
  const [frame, at] = [drawing.getBoundingClientRect(), box.getBoundingClientRect()];
  if (at.top < frame.top || at.bottom > frame.bottom) drawing.scrollTop += at.top - frame.top - frame.height / 3;
  if (at.left < frame.left || at.right > frame.right) drawing.scrollLeft += at.left - frame.left - frame.width / 3;
}

/** A scenario that was new when the page came has its number in the form's address once it was saved. */
function tryUrl() {
  const saved = new URL(form.action).pathname.match(/\/edit\/(\d+)\//);
  if (!saved && /\/0\/$/.test(proof.dataset.try)) return "";
  return saved ? proof.dataset.try.replace(/\d+\/$/, `${saved[1]}/`) : proof.dataset.try;
}

function offerTrial(box) {
  const [all, one, url] = [part("try"), part("try-here"), tryUrl()];
  all.hidden = !url;
  one.hidden = !url || !box;
  all.href = url;
  if (!box) return;
  one.href = `${url}?begin=${encodeURIComponent(box.dataset.node)}`;
  one.querySelector("b").textContent = box.dataset.key;
}

function walkWith(arrow) {
  const all = boxes();
  const at = all.indexOf(document.activeElement);
  const to = all[at + (arrow === "ArrowDown" || arrow === "ArrowRight" ? 1 : -1)];
  if (at < 0 || !to) return false;
  all[at].tabIndex = -1;
  to.tabIndex = 0;
  to.focus({ preventScroll: true });
  bring(to);
  return true;
}

// find -------------------------------------------------------------------------

const field = () => document.getElementById("roleplay-find");
const plain = (text) => text.toLocaleLowerCase().replaceAll("ё", "е");
let hits = [];
let at = -1;

/** Fields of the parts that hold these words, in the order of the list; a part counts once. */
function found(words) {
  const seen = new Map();
  for (const block of listed()?.children ?? []) {
    if (!block.matches("[data-streamfield-child]") || block.getAttribute("aria-hidden") === "true") continue;
    const typed = [...block.querySelectorAll("input:not([type=hidden]), textarea")];
    const hit = typed.find((each) => plain(each.value).includes(words));
    if (hit) seen.set(block.dataset.contentpath, hit);
  }
  return [...seen];
}

function search() {
  const words = plain(field().value.trim());
  hits = words ? found(words) : [];
  at = -1;
  show(words);
}

function show(words = plain(field().value.trim())) {
  const uids = new Set(hits.map(([uid]) => uid));
  part("drawing")?.classList.toggle("searching", Boolean(words));
  for (const box of boxes()) box.classList.toggle("hit", uids.has(box.dataset.node));
  const { of, none } = proof.dataset;
  const count = of.replace("{n}", at < 0 ? hits.length : at + 1).replace("{all}", at < 0 ? boxes().length : hits.length);
  document.getElementById("roleplay-found").textContent = words ? (hits.length ? count : none) : "";
}

function nextHit(back) {
  if (!hits.length) return;
  at = (at + (back ? -1 : 1) + hits.length) % hits.length;
  const [uid, hit] = hits[at];
  open(uid, false);
  unfold(hit);
  hit.scrollIntoView({ block: "center" });
  show();
}

function nextWrong() {
  const wrong = boxes().filter((box) => box.classList.contains("wrong"));
  const next = wrong[(wrong.findIndex((box) => box.dataset.node === here) + 1) % wrong.length];
  if (next) open(next.dataset.node);
}

function countWrong() {
  const wrong = proof.querySelectorAll(".wrong").length;
  part("wrong").hidden = !wrong;
  part("wrongs").textContent = wrong || "";
}

// drawn anew -------------------------------------------------------------------

let timer = 0;
let asked;
let drawn = "";

function typed() {
  const all = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (/^(body|variables)-|^csrfmiddlewaretoken$/.test(name) && typeof value === "string") all.append(name, value);
  }
  return all;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(redraw, WAIT);
}

async function redraw() {
  const data = typed();
  if (data.toString() === drawn) return;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(proof.dataset.redraw, { method: "POST", body: data, signal: asked.signal });
    const { html, told = "" } = answer.ok ? await answer.json() : { told: proof.dataset.lost };
    drawn = answer.ok ? data.toString() : "";
    if (html) put(html);
    part("told").textContent = told || noted;
    noted = "";
  } catch (error) {
    if (error.name !== "AbortError") part("told").textContent = proof.dataset.lost;
  }
}

function put(html) {
  const kept = ["drawing", "findings"].map((name) => [name, part(name)?.scrollTop ?? 0, part(name)?.scrollLeft ?? 0]);
  const focused = document.activeElement?.dataset?.node;
  part("drawn").innerHTML = html;
  for (const [name, top, left] of kept) part(name)?.scrollTo(left, top);
  settle();
  if (focused) boxOf(focused)?.focus({ preventScroll: true });
}

function settle() {
  const words = field().value.trim();
  if (words) hits = found(plain(words));
  show();
  countWrong();
  if (boxes().length) mark(boxOf(here) ? here : "");
}

// all together -----------------------------------------------------------------

function click(event) {
  const link = event.target.closest("a[href^='#block-']");
  if (link && open(link.getAttribute("href").slice("#block-".length, -"-section".length))) event.preventDefault();
  if (event.target.closest("[data-roleplay-wrong]")) nextWrong();
  const fit = event.target.closest("[data-roleplay-fit]");
  if (fit) fit.setAttribute("aria-pressed", String(proof.classList.toggle("whole")));
}

function keys(event) {
  if (event.target === field() && event.key === "Enter") {
    event.preventDefault(); // it would send the form
    nextHit(event.shiftKey);
  } else if (event.key.startsWith("Arrow") && event.target.matches("[data-node]") && walkWith(event.key)) {
    event.preventDefault();
  }
}

/** Beside the list it stands open; above it, on a narrow screen, it is folded. */
function fold() {
  const wide = getComputedStyle(proof.closest(".roleplay-beside")).display === "grid";
  if (wide !== beside) proof.open = wide;
  beside = wide;
}

function arrive() {
  drawn = typed().toString(); // as it came, so it is drawn already
  const uid = location.hash.match(/^#block-(.+)-section$/)?.[1];
  if (uid) open(uid);
  for (const name of ["input", "change", "click", "drop"]) form.addEventListener(name, (event) => noticed(event));
  const list = listed();
  if (list) new MutationObserver(later).observe(list, { childList: true });
}

function noticed(event) {
  if (proof.contains(event.target)) return;
  later();
  if (field().value && inTalk(event.target)) search();
}

if (proof && form) {
  proof.addEventListener("click", click);
  proof.addEventListener("keydown", keys);
  field().addEventListener("input", search);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-roleplay-key]")) renamed(event.target);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-roleplay-key]")) event.target.dataset.was = event.target.value.trim();
    const uid = proof.contains(event.target) ? "" : uidAt(event.target);
    if (uid && uid !== here) mark(uid);
  });
  new ResizeObserver(fold).observe(proof.closest("[data-edit-form]"));
  settle();
  if (document.readyState === "complete") arrive();
  else addEventListener("load", arrive);
}

