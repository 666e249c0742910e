"""Pictures of the small drawings in the docs: each docs/<folder>/<name>.bpmn becomes docs/images/<folder>/<name>.svg.

    python3 -m tools.drawn_pictures

The pages' own viewer of BPMN draws them, in a Chromium; what it adds for people who click is taken out. The
same drawing gives the same bytes on the same machine.
"""

import html
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tools import assets, chromium
from tools.steps import ROOT, SetupFailed, call

FOLDERS = ("checks", "obligations")
VIEWER = assets.VENDOR / "bpmn-js" / "bpmn-navigated-viewer.production.min.js"
PATIENCE = "--virtual-time-budget=60000"
"""Milliseconds of the page's own clock, which runs ahead."""

PAGE = """<!doctype html><meta charset="utf-8">
<div id="canvas" style="width: 1200px; height: 800px"></div><pre id="drawn"></pre>
<script src="%s"></script>
<script>
const unseen = ".djs-hit, .djs-outline, .djs-dragger, .djs-segment-dragger, .djs-bendpoints";
async function drawn(xml) {
  const viewer = new BpmnJS({ container: "#canvas" });
  await viewer.importXML(xml);
  const { svg } = await viewer.saveSVG();
  viewer.destroy();
  const page = new DOMParser().parseFromString(svg, "image/svg+xml");
  page.querySelectorAll(unseen).forEach(one => one.remove());
  page.querySelectorAll("defs").forEach(one => { if (!one.childNodes.length) one.remove(); });
  return new XMLSerializer().serializeToString(page.documentElement);
}
(async () => {
  const found = {};
  for (const [name, xml] of Object.entries(%s)) {
    try { found[name] = await drawn(xml); } catch (wrong) { found[name] = "✗ " + wrong; }
  }
  document.getElementById("drawn").textContent = JSON.stringify(found);
})();
</script>
"""

NOISE = re.compile(r"<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
FOR_CLICKS = re.compile(r""" (?:data-[\w-]+|class|id)="(?!marker-)[^"]*"(?=[^<]*>)""")
ARROWHEAD = re.compile(r'<marker id="(marker-[\w-]+)"(.*?)</marker>')
SYMBOL = re.compile(r"<path ([^>]{300,})/>")
COLOUR = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")
LONG = re.compile(r"-?\d+\.\d{2,}")
SAID_ANYWAY = (
    "stroke-linecap: round; ", "stroke-linejoin: round; ", "stroke-miterlimit: 4; ", "stroke-dasharray: 10000, 1; ",
    "font-weight: normal; ", "fill-opacity: 0.95; ", "fill-opacity: 0.9; ", ' lineHeight="1.2"', "Arial, ",
    ' style="display: block;"', ' transform="matrix(1 0 0 1 0 0)"', ' xmlns:xlink="http://www.w3.org/1999/xlink"',
)


def main() -> int:
    """Draw all of them anew; says what was written."""
    wanted = {
        f"{folder}/{file.stem.replace('.', '_')}": file.read_text()
        for folder in FOLDERS for file in sorted((ROOT / "docs" / folder).glob("*.bpmn"))
    }
    for name, picture in drawn(wanted).items():
        target = ROOT / "docs" / "images" / f"{name}.svg"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(plain(picture))
        print(f"{target.relative_to(ROOT)}  {target.stat().st_size:,} bytes")
    return 0


def drawn(wanted: Mapping[str, str]) -> dict[str, str]:
    """The picture of each drawing as the viewer makes it.

    Raises:
        SetupFailed: no Chromium, no viewer, or a drawing that cannot be drawn.
    """
    program = chromium.find()
    if program is None or not VIEWER.exists():
        raise SetupFailed("Pictures need a Chromium and web/static/vendor: run ./test once.")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(PAGE % (VIEWER.as_uri(), json.dumps(wanted).replace("</", "<\\/")))
        said = call([program, *chromium.FLAGS, PATIENCE, "--dump-dom", page.as_uri()])
    answer = re.search(r'<pre id="drawn">(.*?)</pre>', said, re.DOTALL)
    found: dict[str, str] = json.loads(html.unescape(answer[1])) if answer and answer[1] else {}
    wrong = [f"{name}: {found.get(name, 'nothing came')}" for name in wanted if not found.get(name, "").startswith("<")]
    if wrong:
        raise SetupFailed("\n".join(wrong))
    return found


def plain(picture: str) -> str:
    """Without what is random, what only a click would need, and decimals nobody sees, each symbol once; on white, as on
    paper."""
    text = FOR_CLICKS.sub("", NOISE.sub("", picture))
    text = LONG.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text)
    text = COLOUR.sub(lambda found: "#" + "".join(f"{int(one):02x}" for one in found.groups()), text)
    for said in SAID_ANYWAY:
        text = text.replace(said, "")
    heads: dict[str, str] = {}
    for name, head in ARROWHEAD.findall(text):
        first = heads.setdefault(head, f"m{len(heads) + 1}")
        text = text.replace(f"url('#{name}')", f"url('#{first}')").replace(f'url("#{name}")', f"url('#{first}')")
        kept = f'<marker id="{first}"{head}</marker>'
        text = text.replace(f'<marker id="{name}"{head}</marker>', "" if kept in text else kept)
    for number, (symbol, times) in enumerate(Counter(SYMBOL.findall(text)).items(), 1):
        if times > 1:
            first, rest = text.split(f"<path {symbol}/>", 1)
            again = rest.replace(f"<path {symbol}/>", f'<use href="#s{number}"/>')
            text = f'{first}<path id="s{number}" {symbol}/>{again}'
    return text.strip().replace("<defs></defs>", "").replace("<svg ", '<svg style="background: white" ', 1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
