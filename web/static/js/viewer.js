// A BPMN drawing that can be moved and made larger: what every page with one needs.
export const READABLE = 0.6;
const NEAR = 0.9;

export function create(container) {
  const viewer = new window.BpmnJS({
    container, zoomScroll: { enabled: false },
    bpmnRenderer: { defaultFillColor: "var(--surface)", defaultStrokeColor: "var(--ink)", defaultLabelColor: "var(--ink)" },
  });
  viewer.on("import.render.start", ({ definitions }) => giveRoom(viewer, definitions));
  return viewer;
}

// A label is as wide as the editor made it for its own font. Where the reader's is wider, the box grows round its
// middle until the longest word has room, so that no word is broken.
function giveRoom(viewer, definitions) {
  const { fontFamily, fontSize } = viewer.get("textRenderer").getExternalStyle();
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${fontSize}px ${fontFamily}`;
  for (const { label, bpmnElement } of definitions.diagrams?.flatMap((one) => one.plane?.planeElement ?? []) ?? []) {
    const box = label?.bounds;
    if (!box || !bpmnElement?.name) continue;
    const widest = Math.ceil(Math.max(...bpmnElement.name.split(/\s+/).map((word) => pen.measureText(word).width))) + 2;
    if (widest <= box.width) continue;
    box.x -= (widest - box.width) / 2;
    box.width = widest;
  }
}

export function zoom(viewer, where) {
  const canvas = viewer.get("canvas");
  if (where === "in" || where === "out") canvas.zoom(canvas.zoom() * (where === "in" ? 1.25 : 0.8));
  else canvas.zoom("fit-viewport", "auto");
}

// The middle of an element, an arrow's being half its way.
function middle({ x, y, width, height, waypoints }) {
  if (!waypoints) return [x + width / 2, y + height / 2];
  const half = waypoints.length >> 1;
  const [one, two] = waypoints.length % 2 ? [waypoints[half], waypoints[half]] : [waypoints[half - 1], waypoints[half]];
  return [(one.x + two.x) / 2, (one.y + two.y) / 2];
}

export function centre(viewer, element) {
  const canvas = viewer.get("canvas");
  const root = canvas.findRoot(element);
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
  const scale = Math.max(canvas.zoom(), NEAR);
  const { outer } = canvas.viewbox();
  const [x, y] = middle(element);
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: x - width / 2, y: y - height / 2, width, height });
}
