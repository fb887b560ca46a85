"""Runs notebooks cell by cell in a clean kernel each, and prints what a failing cell wrote to stderr.

nbconvert would run them too, but says nothing of why a cell failed: this kernel reports errors on stderr alone.
"""

import json
import sys
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

SECONDS_PER_CELL = 240


def run_cell(client, source):
    """Executes one cell; returns whether it succeeded, what it wrote to stderr, and how many outputs it displayed."""
    request = client.execute(source, allow_stdin=False)
    errors, displayed = [], 0
    deadline = time.monotonic() + SECONDS_PER_CELL
    while True:
        try:
            message = client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
        except Empty:
            return False, f"no answer after {SECONDS_PER_CELL} seconds", displayed
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "stream" and content["name"] == "stderr":
            errors.append(content["text"])
        elif kind == "display_data":
            displayed += 1
        elif kind == "status" and content["execution_state"] == "idle":
            break
    while True:
        reply = client.get_shell_msg(timeout=SECONDS_PER_CELL)
        if reply["parent_header"].get("msg_id") == request:
            return reply["content"]["status"] == "ok", "".join(errors), displayed


def run_notebook(path):
    """Runs a notebook; returns whether every cell succeeded."""
    with open(path, encoding="utf-8") as file:
        cells = [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
    if any(cell["outputs"] or cell["execution_count"] is not None for cell in cells):
        print(f"failed: {path} holds outputs; clear them before committing it", flush=True)
        return False
    began = time.monotonic()
    manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=120)
    pictures = 0
    try:
        for number, cell in enumerate(cells, start=1):
            source = "".join(cell["source"])
            succeeded, errors, displayed = run_cell(client, source)
            pictures += displayed
            if not succeeded:
                print(f"failed: {path}, cell {number} of {len(cells)}:\n\n{source}\n\n{errors}", flush=True)
                return False
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print(f"ok: {path}, {len(cells)} cells, {pictures} pictures, {time.monotonic() - began:.1f} s", flush=True)
    return True


if __name__ == "__main__":
    results = [run_notebook(path) for path in sys.argv[1:]]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)
