"""A process owner with a plain text editor: changes that its "replace" could make on the shipped files."""

import shutil
from pathlib import Path

from engine import packs
from engine.packs import Pack
from tests.packs import SMALL

DIAGRAM, REGIMES = "bpmn/complaint.bpmn", "bpmn/regimes.toml"

OWN_PROMISE = """clock_start = "receipt"
acknowledge = ""
update = ""
final = "30 CD"
extension = "50 CD"
"""
CALL = """
        <bpmn:userTask id="call_back" name="Call the complainant">
          <bpmn:extensionElements>
            <spiffworkflow:properties>
              <spiffworkflow:property name="formJsonSchemaFilename" value="call.json" />
              <spiffworkflow:property name="lane" value="Handler" />
              <spiffworkflow:property name="due" value='working_days(1)' />
              <spiffworkflow:property name="public_status" value="We are about to call you." />
            </spiffworkflow:properties>
          </bpmn:extensionElements>
          <bpmn:incoming>flow_name_owner_to_call_back</bpmn:incoming>
          <bpmn:outgoing>flow_call_back_to_investigate</bpmn:outgoing>
        </bpmn:userTask>
        <bpmn:sequenceFlow id="flow_name_owner_to_call_back" sourceRef="name_owner" targetRef="call_back" />
        <bpmn:sequenceFlow id="flow_call_back_to_investigate" sourceRef="call_back" targetRef="investigate" />
"""
CALL_FORM = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Call", "type": "object",
  "properties": {
    "reached": {"title": "Did you reach them?", "type": "boolean", "x-amends-fact": "reached_by_telephone"},
    "said": {"title": "What did they say?", "type": "string", "x-amends-widget": "textarea"}
  }
}
"""


class Editor:
    """A working copy of the shipped files and somebody who edits them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in packs.FOLDERS:
            shutil.copytree(SMALL / name, folder / name)

    def replace(self, file: str, old: str, new: str, times: int = 1) -> None:
        path = self.folder / file
        text = path.read_text()
        assert text.count(old) == times, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new))

    def rename(self, old: str, new: str) -> None:
        """Another id for an element of the drawing, everywhere in it."""
        path = self.folder / DIAGRAM
        path.write_text(path.read_text().replace(f'"{old}"', f'"{new}"').replace(f"_{old}_", f"_{new}_"))

    def read(self) -> Pack:
        return packs.read_folder(self.folder)


def change_a_deadline(editor: Editor) -> None:
    editor.replace(REGIMES, OWN_PROMISE, OWN_PROMISE.replace("30 CD", "20 CD"))
    editor.replace(DIAGRAM, """value='deadline("first_action")'""", 'value="working_hours(2)"')


def insert_a_task(editor: Editor) -> None:
    editor.replace(DIAGRAM, """
        <bpmn:sequenceFlow id="flow_name_owner_to_investigate" sourceRef="name_owner" targetRef="investigate" />
""", CALL)
    editor.replace(DIAGRAM, "<bpmn:outgoing>flow_name_owner_to_investigate</bpmn:outgoing>",
                   "<bpmn:outgoing>flow_name_owner_to_call_back</bpmn:outgoing>")
    editor.replace(DIAGRAM, "<bpmn:incoming>flow_name_owner_to_investigate</bpmn:incoming>",
                   "<bpmn:incoming>flow_call_back_to_investigate</bpmn:incoming>")
    editor.replace(DIAGRAM, 'bpmnElement="flow_name_owner_to_investigate"',
                   'bpmnElement="flow_name_owner_to_call_back"')
    (editor.folder / "forms/call.json").write_text(CALL_FORM)


def rename_two_elements(editor: Editor) -> None:
    editor.rename("investigate", "look_into_it")
    editor.rename("handling", "our_work")
