// Rows of cards: buttons that turn them by a screenful, arrow keys that go from card to card, and pictures that come as
// somebody comes near them. Without scripts rows scroll by touch, wheel and Tab, and browsers load pictures as they like.

const SEEN = 1.2; // of a row's width: what is on screen, and the card that peeks in
const AHEAD = 2.2; // with the next screenful, once somebody is at the row
const known = new WeakSet();
const near = new WeakSet();
const nearing = new IntersectionObserver((entries) => bring(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target)), { rootMargin: "50% 0px" });
const sprite = document.querySelector("use")?.getAttribute("href").split("#")[0];
const sizes = new ResizeObserver((entries) => {
  const changed = entries.map((entry) => entry.target);
  settle(changed);
  keepUp(changed);
});

document.addEventListener("htmx:load", equip);
document.addEventListener("page-changed", equip);
equip();

function equip() {
  const all = [...document.querySelectorAll(".row__cards")];
  keepUp(all);
  for (const cards of all) {
    rove(cards);
    if (known.has(cards)) continue;
    known.add(cards);
    cards.before(turner(cards, "back", "previous", -1));
    cards.after(turner(cards, "on", "next", 1));
    cards.addEventListener("scroll", () => settle([cards]), { passive: true });
    for (const kind of ["pointerenter", "touchstart", "focusin", "scroll"]) cards.addEventListener(kind, () => bring([cards], AHEAD), { passive: true });
    sizes.observe(cards);
    nearing.observe(cards);
  }
}

// For pointers alone, hence out of the order of Tab and unknown to screen readers: they have the cards themselves.
function turner(cards, side, icon, way) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `row__turn row__turn--${side}`;
  button.tabIndex = -1;
  button.hidden = true;
  button.setAttribute("aria-hidden", "true");
  button.innerHTML = `<svg class="icon icon--way"><use href="${sprite}#${icon}"/></svg>`;
  button.addEventListener("click", () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const sign = getComputedStyle(cards).direction === "rtl" ? -way : way;
    cards.scrollBy({ left: sign * cards.clientWidth * 0.85, behavior: calm ? "instant" : "smooth" });
  });
  return button;
}

// Marks the cards from the first to those so many widths further on, whose pictures are loaded from now on. Here and
// below, all is measured before anything is changed: browsers lay the page out anew for whoever measures after a change.
function bring(rows, widths = SEEN) {
  const reached = rows.map((cards) => {
    const reach = Math.abs(cards.scrollLeft) + widths * cards.clientWidth;
    return [...cards.children].slice(0, Math.ceil((reach / cards.scrollWidth) * cards.children.length));
  });
  rows.forEach((cards) => near.add(cards));
  for (const card of reached.flat()) if (!("near" in card.dataset)) card.dataset.near = "";
}

// After more room, or other cards in it.
function keepUp(rows) {
  bring(rows.filter((cards) => near.has(cards)));
}

function settle(rows) {
  const ends = rows.map((cards) => {
    const done = Math.abs(cards.scrollLeft);
    return [cards.parentElement.querySelectorAll(".row__turn"), done < 8, done + cards.clientWidth > cards.scrollWidth - 8];
  });
  for (const [[back, on], atStart, atEnd] of ends) [back.hidden, on.hidden] = [atStart, atEnd];
}

// One stop of the Tab key a row: the card that had the focus last, or the first.
function rove(cards, chosen = cards.querySelector('.card[data-chosen="true"]') ?? cards.querySelector(".card")) {
  for (const card of cards.children) {
    card.dataset.chosen = card === chosen;
    for (const part of card.querySelectorAll(":scope > a, :scope > form button")) part.tabIndex = card === chosen ? 0 : -1;
  }
}

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".row__cards > .card");
  if (card && card.dataset.chosen !== "true") rove(card.parentElement, card);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".row__cards > .card > .card__link") || event.altKey || event.ctrlKey || event.metaKey) return;
  const card = event.target.parentElement;
  const target = neighbour(card, event.key, getComputedStyle(card).direction === "rtl");
  if (!target) return;
  event.preventDefault();
  target.querySelector(".card__link").focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

function neighbour(card, key, rtl) {
  const [back, on] = rtl ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
  if (key === on) return card.nextElementSibling;
  if (key === back) return card.previousElementSibling;
  if (key === "Home") return card.parentElement.firstElementChild;
  if (key === "End") return card.parentElement.lastElementChild;
  if (key !== "ArrowDown" && key !== "ArrowUp") return null;
  const rows = [...document.querySelectorAll(".row__cards")];
  const row = rows[rows.indexOf(card.parentElement) + (key === "ArrowDown" ? 1 : -1)];
  return row && nearest(row, card.getBoundingClientRect().left);
}

function nearest(row, left) {
  const far = (card) => Math.abs(card.getBoundingClientRect().left - left);
  return [...row.children].reduce((best, card) => (far(card) < far(best) ? card : best));
}
