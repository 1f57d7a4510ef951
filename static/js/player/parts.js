// The parts of the player that its page holds ready: found by their names, shown and hidden.

const player = document.getElementById("player");

export const part = (name) => player.querySelector(`[data-part="${name}"]`);

// Puts a text wherever the page has a place for it.
export function write(name, text) {
  for (const place of player.querySelectorAll(`[data-show="${name}"]`)) place.textContent = text;
}

// Buttons that do one thing, of which there may be several.
export const buttons = (name) => player.querySelectorAll(`[data-do="${name}"]`);

export function announce(text) {
  document.dispatchEvent(new CustomEvent("say", { detail: text }));
}

// mm:ss as people read it.
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}
