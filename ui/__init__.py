"""The page: asking, checking and organising in a browser, everything served from this machine.

Gradio and the hub client read these variables when they are imported, so they are set here, before
either is: no version check, no usage statistics, no model hub.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
