// The field of the search page as a combobox: the arrow keys go through the suggestions while the field keeps the focus,
// Enter opens the one that is marked, Escape lets go of it. htmx fetches what is found once typing pauses, and drops what
// is late. Once the viewer has stopped typing, the search is told: it says what they look for, whatever they open.

const SETTLED = 2000;
const field = document.getElementById("q");
const results = document.getElementById("results");
let options = [];
let marked = -1;
let timer = 0;

field.setAttribute("role", "combobox");
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-haspopup", "listbox");

field.addEventListener("input", () => {
  clearTimeout(timer);
  mark(-1);
});

// What was typed before the scripts were there.
document.addEventListener("started", () => field.value !== field.defaultValue && htmx.trigger(field, "late"));

field.addEventListener("keydown", (event) => {
  if (event.isComposing || !options.length) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    // Past either end is the field itself.
    mark(((marked + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    event.preventDefault();
  } else if (event.key === "Enter" && marked >= 0) {
    options[marked].click();
    event.preventDefault();
  } else if (event.key === "Escape" && marked >= 0) {
    mark(-1);
    event.preventDefault();
  }
});

results.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target === results) take();
  else document.getElementById("recent-heading")?.focus(); // what was pressed is gone
});
take();

// The suggestions are a plain list of links until here.
function take() {
  const list = document.getElementById("suggested");
  options = [...(list?.querySelectorAll("a") ?? [])];
  list?.setAttribute("role", "listbox");
  for (const option of options) {
    option.parentElement.setAttribute("role", "presentation");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.tabIndex = -1;
  }
  field.setAttribute("aria-expanded", String(options.length > 0));
  if (list) field.setAttribute("aria-controls", list.id);
  else field.removeAttribute("aria-controls");
  marked = -1;
  field.removeAttribute("aria-activedescendant");
  clearTimeout(timer);
  if (list?.dataset.settling) timer = setTimeout(tell, SETTLED, list.dataset);
}

function mark(number) {
  options[marked]?.setAttribute("aria-selected", "false");
  marked = number;
  const option = options[marked];
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest", inline: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function tell({ settled, settling }) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("carried", settling);
  navigator.sendBeacon(settled, body);
}
