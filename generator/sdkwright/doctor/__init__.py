"""`sdkwright doctor`: what each key of a config, and each extension in its document, does to the package."""

from sdkwright.doctor.examine import Examination, Finding, examine
from sdkwright.doctor.keys import Effect

__all__ = ["Effect", "Examination", "Finding", "examine"]
