// What plays: HLS by hls.js, or by the browser itself where it has no Media Source Extensions. Addresses run out after a
// while; they are made anew in between, and nothing is loaded twice for it.

import { Address } from "./address.js";
import { keep, kept } from "./kept.js";

const BANDWIDTH = "bandwidth";
const BANDWIDTH_AT_FIRST = 2_000_000; // bits a second that are supposed of a browser that has not played yet
const PATIENCE = 3_000; // between tries to go on without a network

export class Source {
  // `say` is told what is wrong: offline, missing, refused, broken, or "" once all is well.
  constructor(video, { worker, say }) {
    this.video = video;
    this.worker = worker;
    this.say = say;
    video.addEventListener("error", () => !this.hls && this.#failedNatively());
    video.addEventListener("playing", () => this.#well());
    addEventListener("online", () => this.trouble && this.retry());
  }

  open(told) {
    this.close();
    this.told = told;
    this.address = new Address(told, (fresh) => this.#renewTracks(fresh.playback));
    this.recovered = 0;
    this.#addTracks(told.playback);
    const { position, length, duration, manifest } = told.playback;
    this.start = position ? position / length : 0;
    if (globalThis.Hls?.isSupported()) this.#openHls(manifest, this.start * (duration ?? length));
    else this.#openNatively(manifest);
  }

  close() {
    clearTimeout(this.again);
    this.trouble = "";
    if (this.hls) {
      if (this.hls.bandwidthEstimate > 0) keep(BANDWIDTH, Math.round(this.hls.bandwidthEstimate));
      this.hls.destroy();
      this.hls = null;
    }
    for (const track of this.video.querySelectorAll("track")) track.remove();
  }

  // Loads on. Whether it plays or is paused stays as it is.
  retry() {
    clearTimeout(this.again);
    this.recovered = 0;
    const { hls, video, told } = this;
    if (!hls) this.#openNatively(told.playback.manifest, video.currentTime);
    else if (hls.levels.length) hls.startLoad(video.currentTime || -1);
    else hls.loadSource(told.playback.manifest);
  }

  // Sizes to choose from, the best first; `current` is what plays now, of which "by itself" is -1.
  get qualities() {
    const levels = this.hls?.levels ?? [];
    return levels.map(({ height }, value) => ({ value, label: `${height}p` })).reverse();
  }

  get playing() {
    const height = this.hls?.levels[this.hls.currentLevel]?.height;
    return height ? `${height}p` : "";
  }

  set quality(value) {
    if (this.hls) this.hls.nextLevel = value;
  }

  get audios() {
    const tracks = this.hls ? this.hls.audioTracks : [...(this.video.audioTracks ?? [])];
    return tracks.map(({ name, label, lang, language }, value) => ({ value, label: name || label || lang || language }));
  }

  get audio() {
    return this.hls ? this.hls.audioTrack : [...(this.video.audioTracks ?? [])].findIndex(({ enabled }) => enabled);
  }

  set audio(value) {
    if (this.hls) this.hls.audioTrack = value;
    else [...this.video.audioTracks].forEach((track, place) => (track.enabled = place === value));
  }

  #openHls(manifest, start) {
    const { Hls } = globalThis;
    const { address } = this;
    const policies = {};
    for (const name of ["manifestLoadPolicy", "playlistLoadPolicy", "fragLoadPolicy"]) {
      policies[name] = structuredClone(Hls.DefaultConfig[name]);
      const { errorRetry } = policies[name].default;
      errorRetry.shouldRetry = (_config, count, _late, response, usual) => {
        if (response?.code !== 403) return usual;
        address.expire();
        return count < 2;
      };
    }
    const hls = new Hls({
      ...policies,
      workerPath: this.worker,
      startPosition: start || -1,
      startFragPrefetch: true,
      capLevelToPlayerSize: true,
      backBufferLength: 60,
      testBandwidth: false, // the first segment is one to look at
      abrEwmaDefaultEstimate: Number(kept(BANDWIDTH)) || BANDWIDTH_AT_FIRST,
      xhrSetup: async (xhr, url) => {
        await address.fresh();
        xhr.open("GET", address.current(url), true);
      },
    });
    this.hls = hls;
    for (const name of ["MANIFEST_PARSED", "LEVEL_SWITCHED", "AUDIO_TRACKS_UPDATED", "AUDIO_TRACK_SWITCHED"]) {
      hls.on(Hls.Events[name], () => this.video.dispatchEvent(new Event("source-changed")));
    }
    hls.on(Hls.Events.FRAG_LOADED, () => this.trouble === "offline" && this.#well());
    hls.on(Hls.Events.ERROR, (_name, data) => this.#failed(data));
    hls.loadSource(manifest);
    hls.attachMedia(this.video);
  }

  #failed({ type, fatal, response, networkDetails }) {
    const { Hls } = globalThis;
    const code = response?.code ?? networkDetails?.status ?? 0;
    if (type === Hls.ErrorTypes.NETWORK_ERROR && (code === 0 || code >= 500)) this.#wait(fatal);
    else if (!fatal) return;
    else if (type === Hls.ErrorTypes.NETWORK_ERROR) this.#tell(code === 401 || code === 403 ? "refused" : "missing");
    else if (type === Hls.ErrorTypes.MEDIA_ERROR && this.recovered++ < 2) this.hls.recoverMediaError();
    else this.#tell("broken");
  }

  // The network is gone. What is loaded plays on; only when that is over somebody has to know.
  #wait(fatal) {
    const { video } = this;
    if (fatal) this.again = setTimeout(() => this.retry(), PATIENCE);
    if (video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) this.say("offline");
    else if (!this.trouble) video.addEventListener("waiting", () => this.trouble && this.say(this.trouble), { once: true });
    this.trouble = "offline";
  }

  #tell(what) {
    this.trouble = what;
    this.video.pause();
    this.say(what);
  }

  #well() {
    if (this.trouble) this.say("");
    this.trouble = "";
  }

  #openNatively(manifest, at = null) {
    const { video } = this;
    const settle = () => {
      if (at !== null) video.currentTime = at;
      else if (this.start) video.currentTime = this.start * video.duration;
      video.dispatchEvent(new Event("source-changed"));
    };
    video.addEventListener("loadedmetadata", settle, { once: true });
    video.src = manifest;
  }

  // The browser does not say what went wrong. An address that ran out is made anew, once.
  async #failedNatively() {
    if (this.recovered++ > 0) {
      this.#tell(this.address.refused ? "refused" : navigator.onLine ? "missing" : "offline");
      return;
    }
    const at = this.video.currentTime;
    this.address.expire();
    await this.address.fresh();
    this.#openNatively(this.address.current(new URL(this.told.playback.manifest, location).href), at);
    this.video.play().catch(() => {});
  }

  #addTracks({ captions, thumbnails }) {
    for (const { url, label, language, kind, default: standard } of captions) {
      const track = this.#addTrack({ kind, label, srclang: language, src: url });
      if (standard) track.dataset.standard = "";
    }
    // This is how the controls know it.
    if (thumbnails) this.#addTrack({ kind: "metadata", label: "thumbnails", default: true, src: thumbnails });
  }

  #addTrack(facts) {
    const track = Object.assign(document.createElement("track"), facts);
    this.video.append(track);
    return track;
  }

  // Captions that are there already stay; the pictures of the thumbnails are loaded one by one, from where these are.
  #renewTracks({ captions, thumbnails }) {
    const tracks = [...this.video.querySelectorAll("track")];
    const urls = [...captions.map(({ url }) => url), thumbnails];
    tracks.forEach((track, place) => {
      if (track.readyState !== HTMLTrackElement.LOADED || track.kind === "metadata") track.src = urls[place];
    });
  }
}
