"""Footnote: questions answered from a reader's own documents, each sentence cited exactly.

ONNX Runtime reports its use from the moment it is imported, below what Python sees; it reads this
variable then, so it is set here, before anything that imports it.
"""

import os

__version__ = "0.1.0"

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
