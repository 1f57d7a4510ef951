// What the system shows of it beside the page: on a locked phone, by the keys of a keyboard or a headset.

const STEP = 10;

export function offerToSystem({ name, episode, playback }, video, { next }) {
  const { mediaSession } = navigator;
  if (!mediaSession) return;
  const artwork = playback.poster ? [{ src: playback.poster, sizes: "1280x720", type: "image/jpeg" }] : [];
  mediaSession.metadata = new MediaMetadata({ title: episode || name, artist: episode ? name : "", artwork });
  const actions = {
    seekbackward: ({ seekOffset }) => (video.currentTime -= seekOffset || STEP),
    seekforward: ({ seekOffset }) => (video.currentTime += seekOffset || STEP),
    seekto: ({ seekTime }) => (video.currentTime = seekTime),
    nexttrack: next,
  };
  for (const [action, act] of Object.entries(actions)) {
    try {
      mediaSession.setActionHandler(action, act);
    } catch {
      // This browser does not know it.
    }
  }
}
