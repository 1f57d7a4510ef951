// A phone's evening, by a client that is made of nothing but the description of the API.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Home = components["schemas"]["Home"];
type Api = Client<paths>;

const SITE = process.argv[2] ?? "";
const ACCOUNT = { email: "phone@example.org", password: "a long pass phrase" };
const PATIENCE = 20_000; // milliseconds for what a worker makes; it takes about a tenth of a second

/** What was asked for, of the type that its operation promises, or an end with what was answered instead. */
function taken<T>(answer: { data?: T; error?: unknown; response: Response }, status = 200): NonNullable<T> {
  assert.equal(answer.response.status, status, `${answer.response.url}: ${JSON.stringify(answer.error)}`);
  return answer.data as NonNullable<T>;
}

/** A device, which says who it is from the moment that it has a token. */
function device(token: () => string): Api {
  const api = createClient<paths>({ baseUrl: SITE });
  api.use({
    onRequest({ request }) {
      if (token()) request.headers.set("Authorization", `Bearer ${token()}`);
    },
  });
  return api;
}

const after = (next: string | null): string | null => next && new URL(next).searchParams.get("after");
const titles = (page: Home): number[] => page.rows.flatMap((row) => row.cards.map((card) => card.title.id));

/** All batches of the home page, one after the other. */
async function home(api: Api, profile: number): Promise<Home[]> {
  const batches: Home[] = [];
  for (let cursor: string | null = ""; cursor !== null && batches.length < 20; ) {
    const query = cursor ? { after: cursor } : {};
    const batch: Home = taken(await api.GET("/api/v1/profiles/{profile}/home", { params: { path: { profile }, query } }));
    batches.push(batch);
    cursor = after(batch.next);
  }
  return batches;
}

/** The first page that is as wanted, asked for as a phone does: with the tag of its copy. */
async function changed(api: Api, profile: number, wanted: (page: Home) => boolean): Promise<Home> {
  let tag = "";
  for (const until = Date.now() + PATIENCE; Date.now() < until; await new Promise((next) => setTimeout(next, 50))) {
    const header = tag ? { "If-None-Match": tag } : {};
    const answer = await api.GET("/api/v1/profiles/{profile}/home", { params: { path: { profile }, header } });
    if (answer.response.status === 304) continue; // nothing new since the copy
    const page = taken(answer);
    if (wanted(page)) return page;
    tag = answer.response.headers.get("ETag") ?? "";
  }
  return assert.fail("no such page came");
}

let token = "";
const phone = device(() => token);

// Somebody comes for the first time, and a wrong address is told by its place.
const slip = await phone.POST("/api/v1/sign-up", { body: { ...ACCOUNT, email: "phone", profile_name: "Robin" } });
assert.equal(slip.response.status, 422);
assert.equal(slip.response.headers.get("Content-Type"), "application/problem+json");
assert.deepEqual(slip.error?.errors?.map((error) => error.pointer), ["#/email"]);
const body = { ...ACCOUNT, profile_name: "Robin", device_name: "Phone", device: "phone" as const };
token = taken(await phone.POST("/api/v1/sign-up", { body }), 201).token;

// The profile is asked what it likes.
const [robin] = taken(await phone.GET("/api/v1/profiles"));
assert(robin?.is_newcomer);
const path = { profile: robin.id };
const everyones = (await home(phone, robin.id))[0];
assert.equal(everyones?.personal, false);
const offer = taken(await phone.GET("/api/v1/profiles/{profile}/picks", { params: { path } }));
const liked = offer.titles.filter((title) => title.genres.some((genre) => genre.slug === "horror")).slice(0, 3);
assert.equal(liked.length, 3);
const picks = { titles: liked.map((title) => title.id) };
taken(await phone.POST("/api/v1/profiles/{profile}/picks", { params: { path }, body: picks }), 204);

// A page of its own, batch by batch; nothing comes twice, and every card says why it is there.
await changed(phone, robin.id, (page) => page.personal);
const batches = await home(phone, robin.id);
assert(batches.length > 1);
const shown = batches.filter((batch) => batch.rows.every((row) => row.kind !== "my_list")).flatMap(titles);
assert.equal(new Set(shown).size, shown.length);
const card = batches[0]?.rows[0]?.cards[0];
assert(card?.reason && new URL(card.title.artwork.poster).origin === SITE);

// A film is played; the way into the tunnel is not far, and what is reported waits.
const chosen = { ...path, title: card.title.id };
const playback = taken(await phone.GET("/api/v1/profiles/{profile}/titles/{title}/playback", { params: { path: chosen } }));
assert.equal(playback.position, 0);
assert.match(await (await fetch(playback.manifest)).text(), /^#EXTM3U/);
const session = randomUUID();
const begun = Date.now() - 3 * 60 * 60 * 1000;
const reports = [0, 900, 1800].map((position) => ({
  client_id: randomUUID(),
  title: chosen.title,
  position,
  duration: 6000,
  watched: position && 900,
  device: "phone" as const,
  session,
  row: batches[0]?.rows[0]?.key ?? "",
  happened_at: new Date(begun + position * 1000).toISOString(),
}));

// Back in the open it tells all of them, in any order, hears no answer and tells them again: they count once.
const gathered = { sent_at: new Date().toISOString(), plays: [...reports].reverse() };
const entries = async (): Promise<unknown> =>
  taken(await phone.GET("/api/v1/profiles/{profile}/activity", { params: { path, query: { kind: "play" } } })).results;
const told = { params: { path }, body: gathered };
assert.deepEqual(taken(await phone.POST("/api/v1/profiles/{profile}/plays", told)).refused, []);
const once = await entries();
assert.deepEqual(taken(await phone.POST("/api/v1/profiles/{profile}/plays", told)).refused, []);
assert.deepEqual(await entries(), once);
assert.equal((once as unknown[]).length, 1);

// At home the tablet goes on where the phone stopped.
const { password, email } = ACCOUNT;
const login = { email, password, device_name: "Tablet", device: "tablet" as const };
let other = taken(await createClient<paths>({ baseUrl: SITE }).POST("/api/v1/log-in", { body: login })).token;
const tablet = device(() => other);
const resumed = await changed(tablet, robin.id, (page) => page.continue_watching !== null);
assert.deepEqual(resumed.continue_watching?.cards.map((one) => [one.title.id, one.state?.position]), [[chosen.title, 1800]]);
const there = taken(await tablet.GET("/api/v1/profiles/{profile}/titles/{title}/playback", { params: { path: chosen } }));
assert.equal(there.position, Math.round((1800 / 6000) * there.length));
assert.notEqual(there.manifest, playback.manifest);
const end = { title: chosen.title, position: 5990, duration: 6000, device: "tablet" as const };
const last = { ...path, client_id: randomUUID() };
assert(taken(await tablet.PUT("/api/v1/profiles/{profile}/plays/{client_id}", { params: { path: last }, body: end })).finished);

// It is loved, and the page obeys: a row because of it, and the film itself in none of those that recommend.
const love = { params: { path: chosen }, body: { value: 2 as const } };
assert.equal(taken(await tablet.PUT("/api/v1/profiles/{profile}/ratings/{title}", love)).value, 2);
const key = `because_you_loved:${chosen.title}`;
const page = await changed(tablet, robin.id, (found) => found.rows.some((row) => row.key === key));
assert.equal(page.continue_watching, null);
assert(!titles(page).includes(chosen.title));

// A new token for the one before it, which is worth nothing from then on and ends the session of whoever uses it.
const old = token;
token = taken(await phone.POST("/api/v1/token")).token;
taken(await phone.GET("/api/v1/profiles"));
assert.equal(taken(await tablet.GET("/api/v1/devices")).length, 2);
assert.equal((await device(() => old).GET("/api/v1/profiles")).response.status, 401);
assert.equal((await phone.GET("/api/v1/profiles")).response.status, 401);
assert.deepEqual(taken(await tablet.GET("/api/v1/devices")).map((one) => one.name), ["Tablet"]);

taken(await tablet.POST("/api/v1/log-out"), 204);
const out = await tablet.GET("/api/v1/profiles");
assert.equal(out.error?.type, "urn:netflixlike:problem:not-authenticated");
console.log(JSON.stringify({ profile: robin.id, title: chosen.title, reports: reports.map((one) => one.client_id) }));
