// The process as a picture: the path taken, where the case is, whose turn it is.
import { READABLE, create, zoom } from "./viewer.js";

const place = document.querySelector("[data-diagram]");
const marks = JSON.parse(place.dataset.marks);
const container = place.querySelector(".canvas");

function label(className, text) {
  const box = document.createElement("div");
  box.className = className;
  box.textContent = text;
  box.title = text;
  return box;
}

function paint(viewer) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");
  const each = (ids, marker) => ids.filter((id) => registry.get(id)).forEach((id) => canvas.addMarker(id, marker));
  each(marks.done, "done");
  each(marks.flows, "done");
  each(marks.waiting, "waiting");
  each(marks.now, "now");
  for (const [id, group] of Object.entries(marks.groups)) {
    if (registry.get(id)) overlays.add(id, { position: { bottom: -3, left: 2 }, html: label("badge", group) });
  }
  for (const id of marks.done) {
    if (/Task$|Activity$/.test(registry.get(id)?.type ?? "")) {
      overlays.add(id, { position: { top: -7, right: 11 }, html: label("tick", "✓") });
    }
  }
}

function look(viewer, where) {
  const canvas = viewer.get("canvas");
  const here = viewer.get("elementRegistry").get([...marks.now, ...marks.waiting][0]);
  if (where === "here" && here) { canvas.zoom(1); canvas.scrollToElement(here, 120); }
  else zoom(viewer, where);
}

function start(viewer) {
  const { width, height } = viewer.get("canvas").viewbox().inner;
  container.style.blockSize = `${Math.min(Math.max(container.clientWidth * height / width + 60, 352), 0.7 * innerHeight)}px`;
  viewer.get("canvas").resized();
  look(viewer, "fit");
  if (viewer.get("canvas").zoom() < READABLE && innerWidth < 700) look(viewer, "here");
}

const answer = await fetch(place.dataset.diagram);
place.hidden = false;
document.querySelector("[data-undrawn]").hidden = true;
const viewer = create(container);
await viewer.importXML(await answer.text());
paint(viewer);
start(viewer);
place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]");
  if (button) look(viewer, button.dataset.zoom);
});
