// A look at a title while its card is pointed at or has the focus: facts, the reason, and every action.
// It stands in the top layer, so no row cuts it off, and inside its card, so Tab goes on into it. Touch has none:
// a tap opens the title page, where all of it is too.

const HOVER = 380;
const FOCUS = 450;
const EDGE = 8;
let timer = 0;
let planned = null;
let open = null;

if (HTMLElement.prototype.showPopover) {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = event.target.closest?.(".card__link[data-peek]");
    if (link && !open?.card.contains(link)) plan(link, HOVER);
  });
  document.addEventListener("pointerout", (event) => {
    const card = event.target.closest?.(".card");
    if (card && !card.contains(event.relatedTarget)) leave(card);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".card__link[data-peek]:focus-visible") && !open?.card.contains(event.target)) plan(event.target, FOCUS);
  });
  document.addEventListener("focusout", (event) => {
    const card = event.target.closest?.(".card");
    if (card && event.relatedTarget && !card.contains(event.relatedTarget)) leave(card);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.addEventListener("scroll", follow, { capture: true, passive: true });
  addEventListener("resize", () => close());
}

function plan(link, delay) {
  clearTimeout(timer);
  planned = () => plan(link, delay);
  timer = setTimeout(() => show(link), delay);
}

function leave(card) {
  clearTimeout(timer);
  planned = null;
  if (open?.card === card) close();
}

function close() {
  clearTimeout(timer);
  planned = null;
  if (!open) return;
  const { sheet, link } = open;
  open = null;
  if (sheet.contains(document.activeElement)) link.focus({ preventScroll: true });
  sheet.remove();
}

// Opened once scrolling has come to rest, and closed by scrolling away from it; a page that only rearranged itself
// around the card leaves it where it is.
function follow() {
  if (!open) return planned?.();
  const { top, left } = open.link.getBoundingClientRect();
  const near = Math.abs(top - open.top) + Math.abs(left - open.left) < 40;
  if (near || open.sheet.contains(document.activeElement)) place(open.sheet, open.link);
  else close();
}

function show(link) {
  if (!link.isConnected) return;
  close();
  if (!link.matches(":focus, :hover")) return;
  const card = link.closest(".card");
  const art = link.querySelector(".card__art").cloneNode();
  art.className = "peek__art";
  art.loading = "eager";
  const picture = document.createElement("a");
  picture.href = link.href;
  picture.tabIndex = -1;
  picture.append(art);
  const body = document.createElement("div");
  body.className = "peek__body";
  const sheet = document.createElement("div");
  sheet.className = "peek";
  sheet.popover = "manual";
  sheet.setAttribute("role", "group");
  sheet.setAttribute("aria-label", art.alt);
  sheet.append(picture, body);
  card.append(sheet);
  const { top, left } = link.getBoundingClientRect();
  open = { sheet, card, link, top, left };
  sheet.showPopover();
  place(sheet, link);
  art.sizes = "24rem"; // a larger one takes the place of the card's own once it is there
  htmx.ajax("GET", link.dataset.peek, { target: body, swap: "innerHTML" }).then(() => {
    if (open?.sheet === sheet) place(sheet, link);
  });
}

// Centred on the card, and moved inwards at the edges of the window.
function place(sheet, link) {
  const card = link.getBoundingClientRect();
  const width = Math.min(Math.max(card.width * 1.15, 336), innerWidth - 2 * EDGE);
  sheet.style.inlineSize = `${width}px`;
  const left = card.left + card.width / 2 - width / 2;
  const top = card.top + card.height / 2 - (width * 9) / 32;
  sheet.style.left = `${clamp(left, innerWidth - width)}px`;
  sheet.style.top = `${clamp(top, innerHeight - sheet.offsetHeight)}px`;
}

function clamp(value, most) {
  return Math.max(EDGE, Math.min(value, most - EDGE));
}
