// The controls name themselves in English; here are the page's words for what they say.

import { clock } from "./parts.js";

const words = document.getElementById("words");

export function translate(player, video) {
  const put = (element) => {
    const said = element.getAttribute("aria-label");
    const word = said && words.getAttribute(`data-${said.toLowerCase().replaceAll(" ", "-")}`);
    if (word && word !== said) element.setAttribute("aria-label", word);
  };
  const observer = new MutationObserver((changes) => changes.forEach(({ target }) => put(target)));
  const watch = (element, more = {}) => {
    put(element);
    observer.observe(element, { attributeFilter: ["aria-label"], ...more });
  };
  for (const control of player.querySelectorAll("media-controller *")) {
    if (!control.localName.startsWith("media-")) continue;
    watch(control);
    if (control.range) watch(control.range);
  }
  const range = player.querySelector("media-time-range").range;
  const time = () => `${clock(video.currentTime)} / ${clock(video.duration || 0)}`;
  new MutationObserver(() => {
    if (range.getAttribute("aria-valuetext") !== time()) range.setAttribute("aria-valuetext", time());
  }).observe(range, { attributeFilter: ["aria-valuetext"] });
}
