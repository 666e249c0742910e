// Findings on the drawing: a badge with its number on each shape, the list and the drawing choose for each other,
// and the way on which a finding shows is played step by step, from drawing to drawing.
import { READABLE, centre, create, zoom } from "./viewer.js";

const PACE = 1800;
const place = document.querySelector("[data-stage]");
const container = place.querySelector(".canvas");
const said = place.querySelector("[data-said]");
const player = place.querySelector("[data-player]");
const saying = player.querySelector("[data-say]");
const run = player.querySelector("[data-walk=run]");
const sheets = [...place.querySelectorAll("[data-sheet]")];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const findings = [...document.querySelectorAll("[data-finding]")].map((item) => ({
  item, number: item.dataset.finding, file: item.dataset.file, shape: item.dataset.shape, tone: item.dataset.tone,
  text: item.querySelector("[data-message]").textContent,
  way: [...item.querySelectorAll("[data-step]")].map((step) => ({
    file: step.dataset.step, shape: step.dataset.shape, text: step.textContent,
  })),
}));

const texts = new Map();
let viewer, registry, canvas, overlays;
let shown = "", chosen = null, way = [], at = 0, clock = 0, painted = [];
// One thing after the other: a drawing that is still being opened is not painted on by the next click.
let turn = Promise.resolve();
const next = (act) => (turn = turn.then(act));

async function text(sheet) {
  const { sheet: file, from } = sheet.dataset;
  if (!texts.has(file)) {
    const own = document.querySelector(`[data-text="${CSS.escape(file)}"]`);
    texts.set(file, own ? own.textContent : await (await fetch(from)).text());
  }
  return texts.get(file);
}

async function open(file) {
  const sheet = sheets.find((one) => one.dataset.sheet === file);
  if (!sheet || file === shown) return;
  shown = file;
  painted = [];
  for (const one of sheets) one.setAttribute("aria-pressed", one === sheet);
  const broken = place.querySelector("[data-broken]");
  try {
    await viewer.importXML(await text(sheet));
  } catch (wrong) {
    viewer.clear();
  }
  // A picture without a single shape that can be placed is none.
  broken.hidden = registry.filter((one) => one.parent).length > 0;
  if (!broken.hidden) return;
  canvas.resized();
  zoom(viewer, "fit");
  paint();
}

function badge(finding) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `pin ${finding.tone}`;
  button.textContent = finding.number;
  button.title = finding.text;
  button.setAttribute("aria-label", `${finding.number}: ${finding.text}`);
  button.addEventListener("click", () => choose(finding, true));
  return button;
}

function paint() {
  const here = new Map();
  for (const finding of findings) {
    if (finding.file !== shown || !registry.get(finding.shape)) continue;
    canvas.addMarker(finding.shape, `found-${finding.tone}`);
    here.set(finding.shape, [...here.get(finding.shape) ?? [], finding]);
  }
  for (const [shape, some] of here) {
    const pins = document.createElement("div");
    pins.className = "pins";
    pins.append(...some.map(badge));
    const position = registry.get(shape).waypoints ? { top: -12, left: -12 } : { top: -12, right: 12 };
    overlays.add(shape, { position, scale: { min: 0.9, max: 1.1 }, html: pins });
  }
  spread();
}

// Far away, badges of neighbours would lie on each other: each moves aside until all can be read.
function spread() {
  const all = [...container.querySelectorAll(".pins")];
  for (const pins of all) pins.style.translate = "none";
  const places = all.map((pins) => [pins, pins.getBoundingClientRect(), pins.offsetWidth]);
  const taken = [];
  for (const [pins, { left, right, top, bottom }, width] of places) {
    let aside = 0;
    for (let hit; (hit = taken.find((one) => left + aside < one.right && right + aside > one.left && top < one.bottom && bottom > one.top));) {
      aside = hit.right - left + 2;
    }
    taken.push({ left: left + aside, right: right + aside, top, bottom });
    pins.style.translate = `${aside * width / (right - left || 1)}px 0`;
  }
}

function mark(id, marker) {
  if (!registry.get(id)) return;
  canvas.addMarker(id, marker);
  painted.push([id, marker]);
}

function wipe() {
  for (const [id, marker] of painted) if (registry.get(id)) canvas.removeMarker(id, marker);
  painted = [];
}

function look(shape) {
  const element = registry.get(shape);
  canvas.resized();
  if (element) centre(viewer, element);
}

function choose(finding, toList) {
  stop();
  way = [];
  player.hidden = true;
  point(finding);
  if (toList) {
    finding.item.scrollIntoView({ block: "nearest" });
    finding.item.focus({ preventScroll: true });
  } else intoSight();
  next(async () => {
    await open(finding.file);
    wipe();
    mark(finding.shape, "chosen");
    look(finding.shape);
  });
}

function point(finding) {
  for (const { item } of findings) item.removeAttribute("aria-current");
  chosen = finding;
  finding.item.setAttribute("aria-current", "true");
  said.textContent = `${finding.number}: ${finding.text}`;
  said.hidden = false;
}

// The picture, and below it the steps of a path, whatever else stands in the way on a small screen.
function intoSight() {
  const { top } = container.getBoundingClientRect();
  const last = player.hidden ? container : player;
  if (top >= 0 && last.getBoundingClientRect().bottom <= innerHeight) return;
  last.scrollIntoView({ block: "end", behavior: calm.matches ? "auto" : "smooth" });
}

function play(finding) {
  stop();
  point(finding);
  way = finding.way;
  player.hidden = false;
  go(0);
  intoSight();
  run.focus({ preventScroll: true });
  if (!calm.matches) start();
}

function start() {
  if (at === way.length - 1) go(0);
  run.textContent = run.dataset.pause;
  clock = setInterval(() => (at < way.length - 1 ? go(at + 1) : stop()), PACE);
}

function stop() {
  clearInterval(clock);
  clock = 0;
  run.textContent = run.dataset.play;
}

function go(number) {
  at = Math.min(Math.max(number, 0), way.length - 1);
  const here = at, steps = way;
  saying.textContent = saying.dataset.say.replace("{at}", at + 1).replace("{all}", way.length).replace("{what}", way[at].text);
  for (const [name, off] of [["back", at === 0], ["on", at === way.length - 1]]) {
    player.querySelector(`[data-walk=${name}]`).setAttribute("aria-disabled", off);
  }
  next(async () => {
    if (steps !== way) return;
    await open(steps[here].file);
    wipe();
    trace(steps.slice(0, here + 1));
    mark(steps[here].shape, "here");
    look(steps[here].shape);
  });
}

// What was passed on this drawing, with the arrows between. Where ways run beside each other, the step before in time
// is not always the one that led here: the latest that has an arrow to it is.
function trace(steps) {
  const here = steps.filter((step) => step.file === shown && registry.get(step.shape));
  here.forEach((step, number) => {
    mark(step.shape, "passed");
    const arrow = here.slice(0, number).reverse().flatMap((one) => registry.get(one.shape).outgoing ?? [])
      .find((one) => one.target?.id === step.shape);
    if (arrow) mark(arrow.id, "passed");
  });
}

const WALK = {
  back: () => (stop(), go(at - 1)), on: () => (stop(), go(at + 1)), run: () => (clock ? stop() : start()),
  leave: () => choose(chosen, true),
};

viewer = create(container);
place.hidden = false;
document.querySelector("[data-undrawn]").hidden = true;
[registry, canvas, overlays] = ["elementRegistry", "canvas", "overlays"].map((name) => viewer.get(name));
let frame = 0;
viewer.on("canvas.viewbox.changed", () => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(spread);
});
new ResizeObserver(() => canvas.resized()).observe(container);
viewer.on("element.click", ({ element }) => {
  const found = findings.find((one) => one.file === shown && one.shape === element.id);
  if (found) choose(found, true);
});
for (const finding of findings) {
  const acts = finding.item.querySelector("[data-acts]");
  if (!acts) continue;
  acts.hidden = false;
  acts.querySelector("[data-act=show]")?.addEventListener("click", () => choose(finding, false));
  acts.querySelector("[data-act=play]")?.addEventListener("click", () => play(finding));
}
place.addEventListener("click", (event) => {
  const { zoom: where, sheet, walk } = event.target.closest("[data-zoom], [data-sheet], [data-walk]")?.dataset ?? {};
  if (where) zoom(viewer, where);
  else if (sheet) { stop(); next(() => open(sheet)); }
  else if (walk) WALK[walk]();
});
player.addEventListener("keydown", (event) => {
  const walk = { ArrowLeft: "back", ArrowRight: "on" }[event.key];
  if (walk) { event.preventDefault(); WALK[walk](); }
});

const named = findings.find((one) => `#${one.item.id}` === location.hash && one.shape);
if (named) choose(named, false);
else next(async () => {
  const first = (sheets.find((one) => "start" in one.dataset) ?? sheets[0]).dataset.sheet;
  await open(first);
  // A large drawing as a whole shows nothing that can be read: it begins where something was found.
  const found = findings.find((one) => one.file === first && one.shape);
  if (found && canvas.zoom() < READABLE) look(found.shape);
});
