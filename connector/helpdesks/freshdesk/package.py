"""The sidebar app as one zip for the Freshworks developer portal (contract, section 6, "Files").

The platform's own packer also measures tests and adds a report, which a public listing needs and this zip lacks.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

FOLDER = "freshdesk"
PAGE = ("core/*.js", "core/*.css", f"hosts/{FOLDER}.js")  # the page itself, the same as everywhere; its frame is ours
SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the same files make the same zip


def app_files(ui: Path) -> Mapping[str, bytes]:
    """The app's files by their path inside it. `ui` is `sidebar_ui/`."""
    own = {path.relative_to(ui / FOLDER): path for path in (ui / FOLDER).rglob("*") if path.is_file()}
    page = {Path("app") / path.relative_to(ui): path for pattern in PAGE for path in ui.glob(pattern)}
    return {name.as_posix(): path.read_bytes() for name, path in sorted((own | page).items())}


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, SAME_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()
