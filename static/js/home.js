// Brings the home page up to what its viewer just said, in place: what is pointed at, focused or scrolled stays put.
// The server says by a version whether there is a newer page (304: not yet), and whether one is being made.

const STEP = 300;
const PATIENCE = 12_000;
const GLANCE = 1_200; // between looks for what was said on another device, while the page is in use
const IN_USE = 30_000; // since it was last touched
// Rows of the stored page; the live ones may repeat what is on it.
const STORED = '.row:not([data-key="continue_watching"], [data-key="my_list"])';
const page = document.getElementById("page");
let version = page.firstElementChild.dataset.version;
let until = 0;
let asked = 0;
let busy = false;
let tired = false; // what was expected did not come: only something new makes it worth asking again
let touchedAt = performance.now();

document.addEventListener("taste-changed", expect);
new BroadcastChannel("taste").addEventListener("message", expect);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && expect());
// Back from a title or the player, with the page as it was left: progress there may have moved without a new version.
addEventListener("pageshow", (event) => event.persisted && expect((version = "")));
// The following rows may be of a newer page than those above, of which they repeat nothing.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const told = detail.successful && detail.pathInfo.requestPath.startsWith(page.dataset.source) && detail.xhr.getResponseHeader("Page-Version");
  if (told && told !== version) expect();
});
for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, touched, { capture: true, passive: true });
}
setInterval(() => isInUse() && !tired && !busy && expect(), GLANCE);
if (page.dataset.state === "waiting") expect();

function expect() {
  until = performance.now() + PATIENCE;
  asked += 1;
  if (!busy) look();
}

function isInUse() {
  return document.visibilityState === "visible" && performance.now() - touchedAt < IN_USE;
}

// Whoever comes back to a page that rested sees at once what was said elsewhere.
function touched() {
  const rested = !isInUse();
  touchedAt = performance.now();
  if (rested) expect();
}

async function look() {
  busy = true;
  let settled = false;
  try {
    while (!settled && performance.now() < until) {
      const before = asked;
      const state = await ask();
      settled = state !== "waiting" && before === asked;
      if (!settled) await new Promise((resume) => setTimeout(resume, STEP));
    }
  } catch {
    settled = true; // offline, for a while
  } finally {
    busy = false;
    tired = !settled;
  }
}

async function ask() {
  const rows = number();
  const headers = { "HX-Request": "true", "If-None-Match": `W/"${version}"` };
  const answer = await fetch(`${page.dataset.source}?${new URLSearchParams({ shown: rows })}`, { headers, cache: "no-store" });
  if (answer.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  const text = answer.status === 200 ? await answer.text() : "";
  // Rows that arrived meanwhile are not to be taken away again: what came is of a page that ended above them.
  if (text && rows !== number()) asked += 1;
  else if (text) swap(text);
  return answer.headers.get("Page-State");
}

// How many rows of the stored page are shown; at its end, more than any page has.
function number() {
  return page.querySelector(".more")?.dataset.shown ?? "99";
}

function swap(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".page");
  if (!fresh) return;
  const shown = page.firstElementChild;
  const [titles, rows] = [new Set(titlesOf(fresh)), new Set(keysOf(fresh))];
  // A batch on its way would not know what moves now: it is asked for again, by the new end of the page.
  const more = shown.querySelector(".more");
  const waited = more?.contains(document.activeElement);
  if (more?.classList.contains("htmx-request")) htmx.trigger(more, "htmx:abort");
  const before = told(shown);
  const first = version;
  version = shown.dataset.version = fresh.dataset.version;
  const anchor = held(shown) ?? [...shown.children].find((block) => block.getBoundingClientRect().bottom > 80);
  const top = anchor?.getBoundingClientRect().top;
  arrange(shown, blocks(shown, fresh), held(shown));
  const left = keptAlone(shown, titles, rows);
  const end = shown.querySelector(".more");
  end?.setAttribute("hx-vals", JSON.stringify(left));
  if (waited) end?.querySelector("a").focus({ preventScroll: true });
  htmx.process(shown);
  document.dispatchEvent(new Event("page-changed"));
  if (anchor?.isConnected && scrollY > 0) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
  if (first && told(shown) !== before) document.dispatchEvent(new CustomEvent("say", { detail: page.dataset.updated }));
}

// The new list of blocks, made of those that stand already where they are the same.
function blocks(shown, fresh) {
  const standing = new Map([...shown.children].map((block) => [block.dataset.key, block]));
  const list = [...fresh.children].map((block) => {
    const old = standing.get(block.dataset.key);
    standing.delete(block.dataset.key);
    if (!old) return block.classList.contains("row") ? arrived(block) : block;
    if (block.classList.contains("row")) return merged(old, block);
    return keeps(old, block) ? old : block;
  });
  return keep(shown, list, held(shown));
}

// Whether a block that is no row stays as it is: the same title on it, or somebody is at it. The end of the page goes:
// it says what was sent.
function keeps(old, block) {
  return !old.matches(".more") && (old === held(old.parentElement) || old.isEqualNode(block));
}

// What only stays because somebody is at it counts as sent, so that no later batch repeats it; and a title stands once:
// at its card that is pointed at, or else where the new page has it.
function keptAlone(shown, titles, rows) {
  const kept = [...shown.querySelectorAll(STORED)].sort((one, other) => rows.has(other.dataset.key) - rows.has(one.dataset.key));
  const cards = kept.flatMap((row) => [...row.querySelectorAll(".card")]);
  const at = cards.find((card) => card === held(card.parentElement));
  const seen = new Set([at?.dataset.title, shown.querySelector(".billboard")?.dataset.title]);
  for (const card of cards) {
    if (card !== at && seen.has(card.dataset.title)) card.remove();
    seen.add(card.dataset.title);
  }
  return { title: titlesOf(shown).filter((one) => !titles.has(one)), row: keysOf(shown).filter((one) => !rows.has(one)) };
}

function titlesOf(one) {
  return [...one.querySelectorAll(`${STORED} .card, .billboard`)].map((card) => card.dataset.title);
}

function keysOf(one) {
  return [...one.querySelectorAll(STORED)].map((row) => row.dataset.key);
}

function merged(old, fresh) {
  const head = old.querySelector(".row__head");
  const freshHead = fresh.querySelector(".row__head");
  if (!head.isEqualNode(freshHead) && !head.contains(document.activeElement)) head.replaceWith(freshHead);
  const cards = old.querySelector(".row__cards");
  const standing = new Map([...cards.children].map((card) => [card.dataset.title, card]));
  const here = held(cards);
  const list = [...fresh.querySelector(".row__cards").children].map((card) => {
    const known = standing.get(card.dataset.title);
    if (!known) return arrived(card);
    const place = card.querySelector(".card__number");
    if (place) known.querySelector(".card__number")?.replaceWith(place);
    return known === here || !card.classList.contains("card--resume") ? known : card;
  });
  arrange(cards, keep(cards, list, here), here);
  return old;
}

// What somebody points at or has in focus stays in its place, even where the new page no longer has it.
function keep(parent, list, here) {
  if (here && !list.includes(here)) list.splice(Math.min([...parent.children].indexOf(here), list.length), 0, here);
  return list;
}

// A look stands in the top layer, where hovering it does not count as hovering its card.
function held(parent) {
  const at = document.activeElement;
  return [...parent.children].find((child) => !child.matches(".more") && (child.contains(at) || child.matches(":hover") || child.querySelector(".peek")));
}

// The children in this order. What is held is never moved, as that would take its focus; the others move around it.
function arrange(parent, list, here) {
  const rows = parent.matches(".row__cards") ? [parent] : [...parent.querySelectorAll(".row__cards")];
  const scrolled = new Map(rows.map((cards) => [cards, cards.scrollLeft]));
  for (const child of [...parent.children]) if (!list.includes(child)) child.remove();
  let next = null;
  for (const child of list.reverse()) {
    if (child !== here && (child.nextSibling !== next || child.parentElement !== parent)) parent.insertBefore(child, next);
    next = child;
  }
  for (const [cards, left] of scrolled) rest(cards, left);
}

// Browsers scroll after the card that a row had snapped to, wherever it went; here the place is kept, not the card.
function rest(cards, left) {
  cards.style.scrollSnapType = "none";
  cards.scrollLeft = left;
  requestAnimationFrame(() => requestAnimationFrame(() => (cards.style.scrollSnapType = "")));
}

function arrived(element) {
  element.classList.add("card--new");
  return element;
}

function told(shown) {
  return [...shown.querySelectorAll("[data-key], [data-title]")].map((one) => one.dataset.key ?? one.dataset.title).join();
}
