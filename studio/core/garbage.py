"""Looking for garbage, at moments and on threads that are chosen."""

from __future__ import annotations

import gc


def collect(*, thorough: bool = False) -> None:
    """Let go of objects that only refer to each other, and pass over the others from now on.

    thorough: look at those, too, that were passed over so far: after a model was let go.
    """
    if thorough:
        gc.unfreeze()
    gc.collect()
    # Another search over all of diffusers' objects would stall the window for 230 ms each time.
    gc.freeze()
