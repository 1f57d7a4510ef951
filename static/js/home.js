// Brings the home page up to what its viewer just said, in place: what is pointed at, focused or scrolled stays put.
// The server says by a version whether there is a newer page (304: not yet), and whether one is being made.

const STEP = 300;
const PATIENCE = 12_000;
const page = document.getElementById("page");
let version = page.firstElementChild.dataset.version;
let until = 0;
let asked = 0;
let busy = false;

document.addEventListener("taste-changed", expect);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && expect());
// Back from a title or the player, with the page as it was left: progress there may have moved without a new version.
addEventListener("pageshow", (event) => event.persisted && expect((version = "")));
// The following rows may be of a newer page than those above.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const tag = detail.successful && detail.pathInfo.requestPath.startsWith(page.dataset.source) && detail.xhr.getResponseHeader("ETag");
  if (tag && tag !== `W/"${version}"`) expect();
});
if (page.dataset.state === "waiting") expect();

function expect() {
  until = performance.now() + PATIENCE;
  asked += 1;
  if (!busy) look();
}

async function look() {
  busy = true;
  try {
    while (performance.now() < until) {
      const before = asked;
      const state = await ask();
      if (state !== "waiting" && before === asked) break;
      await new Promise((resume) => setTimeout(resume, STEP));
    }
  } catch {
    // Offline: the next change or return to the page asks again.
  } finally {
    busy = false;
  }
}

async function ask() {
  const more = page.querySelector(".more");
  const query = new URLSearchParams({ from: 0, shown: more ? more.dataset.from : 99 });
  const headers = { "HX-Request": "true", "If-None-Match": `W/"${version}"` };
  const answer = await fetch(`${page.dataset.source}?${query}`, { headers, cache: "no-store" });
  if (answer.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  if (answer.status === 200) swap(await answer.text());
  return answer.headers.get("Page-State");
}

function swap(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".page");
  if (!fresh) return;
  const shown = page.firstElementChild;
  const before = told(shown);
  const first = version;
  version = shown.dataset.version = fresh.dataset.version;
  const anchor = held(shown) ?? [...shown.children].find((block) => block.getBoundingClientRect().bottom > 80);
  const top = anchor?.getBoundingClientRect().top;
  arrange(shown, blocks(shown, fresh), held(shown));
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

// Whether a block that is no row stays as it is: the same title on it, or somebody is at it, or it is loading.
function keeps(old, block) {
  return old === held(old.parentElement) || old.classList.contains("htmx-request") || old.isEqualNode(block);
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
  return [...parent.children].find((child) => child.contains(at) || child.matches(":hover") || child.querySelector(".peek"));
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
