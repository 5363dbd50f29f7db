"""Two small packages, as a maker of courses writes them: SCORM 1.2 and 2004, each of two pages and a question."""

import zipfile
from pathlib import Path

MANIFEST = """<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/{space}"
 xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>{title}</title>
<item identifier="fire" identifierref="r"><title>{title}</title>{pass_mark}</item></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:{kind}="sco" href="pages/start.html?from=manifest">
<file href="pages/start.html"/><file href="code/sco.js"/></resource></resources></manifest>
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>Fire</title><link rel="stylesheet" href="../code/look.css">
<h1 id="place"></h1><p id="about"></p>
<button onclick="next()">Next</button> <button onclick="answer()">Answer</button>
<button onclick="finish()">Finish</button>
<script src="../code/sco.js"></script>"""
SCRIPT = """
const names = {names};
let around = window;
while (!around.{api} && around.parent !== around) around = around.parent;
const api = around.{api};
api.{begin}("");
let place = Number(api.{get}(names.location)) || 1;
const show = () => {{
  document.getElementById("place").textContent = "Page " + place;
  document.getElementById("about").textContent = api.{get}("cmi.suspend_data") + " " + api.{get}(names.entry);
}};
const set = (values) => {{ for (const name in values) api.{set}(name, values[name]); api.{commit}(""); }};
const next = () => {{
  place += 1;
  set({{ [names.location]: String(place), "cmi.suspend_data": "seen=" + place, [names.status]: "incomplete" }});
  show();
}};
const answer = () => set({{ ...names.score, "cmi.interactions.0.id": "q1" }});
const finish = () => {{
  set({{ [names.status]: "completed", [names.time]: "{time}", [names.exit]: "suspend" }});
  api.{end}("");
}};
show();
"""
OLD = {
    "api": "API", "begin": "LMSInitialize", "get": "LMSGetValue", "set": "LMSSetValue", "commit": "LMSCommit",
    "end": "LMSFinish", "time": "0000:00:05",
    "names": '{ location: "cmi.core.lesson_location", status: "cmi.core.lesson_status",'
    ' score: { "cmi.core.score.raw": "85" }, time: "cmi.core.session_time",'
    ' exit: "cmi.core.exit", entry: "cmi.core.entry" }',
}  # fmt: skip
NEW = {
    "api": "API_1484_11", "begin": "Initialize", "get": "GetValue", "set": "SetValue", "commit": "Commit",
    "end": "Terminate", "time": "PT5S",
    "names": '{ location: "cmi.location", status: "cmi.completion_status",'
    ' score: { "cmi.score.raw": "85", "cmi.score.scaled": "0.85" }, time: "cmi.session_time",'
    ' exit: "cmi.exit", entry: "cmi.entry" }',
}  # fmt: skip
MASTERY = "<adlcp:masteryscore>80</adlcp:masteryscore>"
MEASURE = """<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>"""
STANDARDS = {
    "scorm-1.2": (OLD, {"space": "adlcp_rootv1p2", "version": "1.2", "kind": "scormtype", "pass_mark": MASTERY}),
    "scorm-2004": (
        NEW, {"space": "adlcp_v1p3", "version": "2004 4th Edition", "kind": "scormType", "pass_mark": MEASURE},
    ),
}  # fmt: skip


def write_package(path: Path, standard: str, title: str) -> Path:
    """The package, written to `path`."""
    words, manifest = STANDARDS[standard]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", MANIFEST.format(title=title, **manifest))
        archive.writestr("pages/start.html", PAGE)
        archive.writestr("code/sco.js", SCRIPT.format(**words))
        archive.writestr("code/look.css", "body { font: 1.25rem sans-serif; background: #fff8e1 }")
    return path
