// The page of a video: follows the work on it, and uploads a file by pieces.
"use strict";

const EVERY = 2000; // ms between two looks
const LONGEST_PAUSE = 30000; // ms between two tries of a piece

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Follower {
  constructor(panel) {
    this.panel = panel;
    this.state = panel.dataset.state;
  }

  find(name) {
    return this.panel.querySelector(`[data-${name}]`);
  }

  async follow() {
    for (;;) {
      await pause(EVERY);
      try {
        const answer = await fetch(this.panel.dataset.videoState, { redirect: "error" });
        if (answer.ok && !this.show(await answer.json())) return;
      } catch {
        // Away for a moment: the next look may find it.
      }
    }
  }

  // Shows what was told; false once the work has ended.
  show(told) {
    this.find("words").textContent = told.words;
    this.find("percent").textContent = told.to_do ? `${told.percent} %` : "";
    this.find("reason").textContent = told.reason;
    this.find("reason").hidden = !told.reason;
    this.panel.querySelector("progress").value = told.percent;
    if (told.to_do) return true;
    if (edited(document.querySelector("#video_form"))) this.find("words").textContent = this.panel.dataset.textChanged;
    else location.reload();
    return false;
  }
}

// Whether somebody has typed something that a reload would lose.
function edited(form) {
  return [...form.elements].some((one) => {
    if (one.type === "hidden") return false;
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") return [...one.options].some((o) => o.defaultSelected !== o.selected && o.value !== "");
    return one.defaultValue !== undefined && one.value !== one.defaultValue;
  });
}

class Refused extends Error {}

class Uploader {
  constructor(form) {
    this.form = form;
    this.texts = form.dataset;
    this.bar = form.querySelector("progress");
    this.said = form.querySelector("[data-said]");
    this.stopper = form.querySelector("[data-stop]");
    this.input = form.querySelector("input[type=file]");
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    this.input.addEventListener("change", () => this.input.files[0] && this.run(this.input.files[0]));
    this.stopper.addEventListener("click", () => this.stopped?.abort());
    addEventListener("beforeunload", (event) => this.working && event.preventDefault());
  }

  async run(file) {
    this.stopped = new AbortController();
    this.busy(true);
    try {
      await this.send(file);
      this.say(this.texts.textDone);
      this.working = false;
      location.reload();
    } catch (error) {
      if (error instanceof Refused) this.say(error.message);
      else if (error.name !== "AbortError") throw error;
      this.input.value = "";
    } finally {
      this.busy(false);
    }
  }

  async send(file) {
    const mark = `${file.size}-${file.lastModified}-${file.name}`.slice(0, 100);
    const body = new URLSearchParams({ name: file.name, size: file.size, fingerprint: mark });
    let standing = await this.ask(this.form.action, body);
    const base = standing.url.replace(/0\/$/, "");
    while (!standing.complete) {
      this.show(standing);
      const from = standing.pieces * standing.piece;
      standing = await this.ask(`${base}${standing.pieces}/`, file.slice(from, from + standing.piece));
    }
    this.show(standing);
  }

  // The answer, however long the connection is away.
  async ask(url, body) {
    for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      this.stopped.signal.throwIfAborted();
      try {
        const headers = { "X-CSRFToken": this.token };
        if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
        const answer = await fetch(url, { method: "POST", body, headers, signal: this.stopped.signal });
        if (answer.redirected || answer.status === 403) throw new Refused(this.texts.textSignedOut);
        if (answer.ok) return await answer.json();
        if (answer.status < 500) throw new Refused(`${this.texts.textRefused} ${await reason(answer)}`);
      } catch (error) {
        if (error instanceof Refused || error.name === "AbortError") throw error;
      }
      this.say(this.texts.textWaiting);
      await pause(wait);
    }
  }

  show(standing) {
    const percent = Math.floor((100 * standing.received) / standing.size);
    this.bar.value = percent;
    this.say(`${percent} %`);
  }

  say(text) {
    this.said.textContent = text;
  }

  busy(working) {
    this.working = working;
    this.bar.hidden = this.stopper.hidden = !working;
    this.input.disabled = working;
  }
}

async function reason(answer) {
  try {
    return (await answer.json()).reason;
  } catch {
    return answer.status;
  }
}

const panel = document.querySelector("[data-video-state]");
if (panel && "toDo" in panel.dataset) new Follower(panel).follow();
const form = document.querySelector(".video-upload");
if (form) new Uploader(form);
