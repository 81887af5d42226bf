"""Reports: from a closed period alone, for an audience, as PDF, DOCX, XLSX and CSV."""
