"""The version, written once: the project file and the provenance of runs read it here."""

VERSION = "0.1.0"
