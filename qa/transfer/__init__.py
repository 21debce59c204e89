"""Moving a library to another machine: one checksummed file, exported and imported."""

from qa.transfer.exporter import ExportReport, LibraryExporter
from qa.transfer.importer import ImportReport, LibraryImporter

__all__ = ["ExportReport", "ImportReport", "LibraryExporter", "LibraryImporter"]
