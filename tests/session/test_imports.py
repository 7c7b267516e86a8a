import subprocess
import sys


def test_the_session_needs_no_widgets_and_no_engine() -> None:
    code = """
import sys, studio.session.session
print([m for m in ("PySide6.QtWidgets", "torch", "diffusers", "transformers", "studio.engine")
       if m in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
