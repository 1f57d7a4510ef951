// What this browser keeps of how somebody likes to watch. Where it keeps nothing, nothing is known.

const PREFIX = "player/";

export function kept(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, String(value));
  } catch {
    // Next time it is asked for again.
  }
}
