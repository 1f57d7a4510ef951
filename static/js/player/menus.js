// The two menus: audio and captions, speed and quality. Groups of radio buttons, which keyboards and screen readers know.

import { kept, keep } from "./kept.js";
import { write } from "./parts.js";

const CAPTIONS = "captions"; // language of the captions that were chosen last; "" for none
const OFF = -1;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

export class Menus {
  constructor(player, source) {
    this.player = player;
    this.source = source;
    this.video = source.video;
    for (const button of player.querySelectorAll("[data-menu]")) button.addEventListener("click", () => this.#toggle(button));
    player.addEventListener("change", ({ target }) => this.#choose(target));
    document.addEventListener("pointerdown", ({ target }) => {
      if (!target.closest(".player__menu, [data-menu]")) this.close(false);
    });
    this.video.addEventListener("source-changed", () => this.#fill());
    this.video.addEventListener("ratechange", () => this.#check("speed", this.video.playbackRate));
    for (const kind of ["addtrack", "removetrack"]) {
      this.video.textTracks.addEventListener(kind, () => this.#fillCaptions());
    }
  }

  // False if none was open. Focus goes back to where it came from, unless somebody pointed elsewhere.
  close(back = true) {
    const button = this.player.querySelector("[data-menu][aria-expanded=true]");
    if (!button) return false;
    document.getElementById(button.dataset.menu).hidden = true;
    button.setAttribute("aria-expanded", "false");
    this.#stay(false);
    if (back) button.focus();
    return true;
  }

  // Captions that are shown go, and else those come that were shown last. Says which are shown now.
  toggleCaptions() {
    const tracks = this.#captions();
    const on = tracks.findIndex(({ mode }) => mode === "showing");
    const wanted = on === OFF && tracks.length ? Math.min(Math.max(this.last ?? 0, 0), tracks.length - 1) : OFF;
    this.#pickCaptions(wanted);
    return tracks[wanted]?.label ?? "";
  }

  // A step slower or faster; says how fast that is.
  turnSpeed(step) {
    const place = SPEEDS.findIndex((speed) => speed >= this.video.playbackRate);
    this.video.playbackRate = SPEEDS[Math.min(Math.max(place + step, 0), SPEEDS.length - 1)];
    return this.video.playbackRate;
  }

  #toggle(button) {
    const menu = document.getElementById(button.dataset.menu);
    const opening = menu.hidden;
    this.close();
    if (!opening) return;
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    this.#stay(true);
    menu.querySelector("input:checked")?.focus();
  }

  // The controls do not hide while a menu is open.
  #stay(open) {
    this.player.classList.toggle("has-menu", open);
    const controls = this.player.querySelector("media-controller");
    if (open) controls.setAttribute("autohide", "-1");
    else controls.setAttribute("autohide", "2");
  }

  #choose({ name, value }) {
    const number = Number(value);
    if (name === "speed") this.video.playbackRate = number;
    if (name === "quality") this.source.quality = number;
    if (name === "audio") this.source.audio = number;
    if (name === "captions") this.#pickCaptions(number);
  }

  // For now and for what is watched after it.
  #pickCaptions(wanted) {
    this.#showCaptions(wanted);
    keep(CAPTIONS, this.#captions()[wanted]?.language ?? "");
  }

  #fill() {
    const { audios, qualities, playing } = this.source;
    this.#offer("audio", audios, { most: 1 });
    this.#check("audio", this.source.audio);
    this.#offer("quality", qualities, { most: 1 });
    write("quality", playing);
  }

  // For a new film: what its captions are, and those on that this viewer reads.
  #fillCaptions() {
    const tracks = this.#captions();
    this.#offer("captions", tracks.map(({ label, language }, value) => ({ value, label: label || language })));
    const wanted = kept(CAPTIONS);
    const first = wanted ? tracks.findIndex(({ language }) => language === wanted) : OFF;
    const marked = wanted === null ? tracks.findIndex((track) => this.#isDefault(track)) : OFF;
    this.#showCaptions(Math.max(first, marked));
  }

  #isDefault(track) {
    return [...this.video.querySelectorAll("track")].some((one) => one.track === track && "standard" in one.dataset);
  }

  #showCaptions(wanted) {
    this.#captions().forEach((track, place) => (track.mode = place === wanted ? "showing" : "disabled"));
    this.#check("captions", wanted);
    if (wanted !== OFF) this.last = wanted;
  }

  #captions() {
    return [...this.video.textTracks].filter(({ kind }) => kind === "subtitles" || kind === "captions");
  }

  // Puts these choices into a group, after those that are always there. A group of no choice is not shown.
  #offer(name, choices, { most = 0 } = {}) {
    const group = this.player.querySelector(`[data-options="${name}"]`);
    const checked = group.querySelector("input:checked")?.value;
    for (const old of group.querySelectorAll("[data-made]")) old.remove();
    for (const { value, label } of choices) {
      const option = document.getElementById("option").content.firstElementChild.cloneNode(true);
      option.dataset.made = "";
      Object.assign(option.querySelector("input"), { name, value, checked: String(value) === checked });
      option.querySelector("span").textContent = label;
      group.append(option);
    }
    group.hidden = choices.length <= most;
    const menu = group.closest(".player__menu");
    const button = this.player.querySelector(`[data-menu="${menu.id}"]`);
    button.hidden = !menu.querySelector("fieldset:not([hidden])");
  }

  #check(name, value) {
    const options = this.player.querySelectorAll(`input[name="${name}"]`);
    for (const option of options) option.checked = Number(option.value) === value;
  }
}
